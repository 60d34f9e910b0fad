# Everything that one application has been granted.
data "auth0access_client_grants" "partner" {
  client_id = "tpc_2Yl9pQfPzVYqWZ1mN0aBcD"
}

# The default permissions of all APIs.
data "auth0access_client_grants" "defaults" {
  default_permissions = true
}

output "open_to_every_third_party_application" {
  value = { for g in data.auth0access_client_grants.defaults.grants : "${g.audience} (${g.subject_type})" => g.all_scopes ? ["all"] : g.scopes }
}
