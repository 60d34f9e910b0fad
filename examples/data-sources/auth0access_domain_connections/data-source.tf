data "auth0access_domain_connections" "all" {}

# Partners and agents may log in customers, and never employees.
check "no_workforce_login" {
  assert {
    condition     = alltrue([for c in data.auth0access_domain_connections.all.connections : contains(["auth0", "google-oauth2"], c.strategy)])
    error_message = "Promoted connections: ${join(", ", data.auth0access_domain_connections.all.connections[*].name)}."
  }
}
