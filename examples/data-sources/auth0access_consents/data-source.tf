# Who uses one application
data "auth0access_consents" "northwind" {
  client_id = "tpc_2Yl9pQfPzVYqWZ1mN0aBcD"
}

output "users_of_northwind" {
  value = toset(data.auth0access_consents.northwind.consents[*].user_id)
}

# Consents of every third-party application
data "auth0access_third_party_applications" "all" {}

data "auth0access_consents" "of" {
  for_each = toset(data.auth0access_third_party_applications.all.client_ids)

  client_id = each.key
}
