resource "auth0access_third_party_application" "partner" {
  name      = "Northwind order desk"
  app_type  = "regular_web"
  callbacks = ["https://orders.northwind.example/callback"]
}

# Failed logins may redirect to this partner's own host, and to no other.
resource "auth0access_redirect_protection" "partner" {
  client_id              = auth0access_third_party_application.partner.client_id
  enabled                = false
  trusted_callback_hosts = ["orders.northwind.example"]
}

# An application that registered itself keeps its protection, whatever anyone sets in the Dashboard.
resource "auth0access_redirect_protection" "agent" {
  client_id = "tpc_4mVt8sQk2LxWzB7nYdRc1J"
}
