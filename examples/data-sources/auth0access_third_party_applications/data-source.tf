data "auth0access_third_party_applications" "permissive" {
  security_mode = "permissive"
}

# Fails no plan, but each plan reports it.
check "no_permissive_applications" {
  assert {
    condition     = length(data.auth0access_third_party_applications.permissive.applications) == 0
    error_message = "Permissive applications: ${join(", ", data.auth0access_third_party_applications.permissive.client_ids)}."
  }
}

data "auth0access_third_party_applications" "agents" {
  dynamically_registered = true
  app_type               = "native"
}

output "agents" {
  value = { for a in data.auth0access_third_party_applications.agents.applications : a.client_id => a.name }
}

data "auth0access_third_party_applications" "partners" {
  name_regex             = "^Partner "
  dynamically_registered = false
}

# Applications that registered themselves long ago and that nobody uses
data "auth0access_third_party_applications" "unused" {
  dynamically_registered = true
  older_than             = "90d"
  without_grants         = true
  without_consents       = true
}

output "unused" {
  value = { for a in data.auth0access_third_party_applications.unused.applications : a.client_id => "${a.name}, ${a.created_at}" }
}
