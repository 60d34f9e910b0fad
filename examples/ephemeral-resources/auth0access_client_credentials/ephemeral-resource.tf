resource "auth0access_third_party_application" "partner" {
  name                       = "Northwind order desk"
  app_type                   = "regular_web"
  callbacks                  = ["https://orders.northwind.example/callback"]
  token_endpoint_auth_method = "client_secret_post"
}

# Hand ephemeral.auth0access_client_credentials.partner.client_secret to a write-only argument or a provider block:
# Terraform allows it nowhere else.
ephemeral "auth0access_client_credentials" "partner" {
  client_id = auth0access_third_party_application.partner.client_id
}
