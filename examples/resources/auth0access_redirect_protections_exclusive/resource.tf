resource "auth0access_redirect_protection" "partner" {
  client_id              = "tpc_2Yl9pQfPzVYqWZ1mK8rT4x"
  enabled                = false
  trusted_callback_hosts = ["portal.partner.example"]
}

# Only this application's failed logins may redirect to its callbacks.
resource "auth0access_redirect_protections_exclusive" "this" {
  client_ids = [auth0access_redirect_protection.partner.client_id]
}
