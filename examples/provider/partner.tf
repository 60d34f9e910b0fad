# A partner's application. Auth0's strict mode is the default.
resource "auth0access_third_party_application" "partner" {
  name                       = "Northwind order desk"
  app_type                   = "regular_web"
  callbacks                  = ["https://orders.northwind.example/callback"]
  token_endpoint_auth_method = "client_secret_post"
}

# With a user's consent it may read orders. It reaches no other API without default permissions.
resource "auth0access_client_grant" "partner" {
  client_id    = auth0access_third_party_application.partner.client_id
  audience     = "https://api.example.com/"
  subject_type = "user"
  scopes       = ["read:orders"]
}
