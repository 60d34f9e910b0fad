resource "auth0access_third_party_application" "partner" {
  name                       = "Northwind order desk"
  app_type                   = "regular_web"
  callbacks                  = ["https://orders.northwind.example/callback"]
  grant_types                = ["authorization_code", "refresh_token", "client_credentials"]
  token_endpoint_auth_method = "client_secret_post"
}

# For users who log in with it, the partner may read and place orders.
resource "auth0access_client_grant" "partner_for_users" {
  client_id    = auth0access_third_party_application.partner.client_id
  audience     = "https://api.example.com/"
  subject_type = "user"
  scopes       = ["read:orders", "write:orders"]
}

# For itself, at night, it may only read them.
resource "auth0access_client_grant" "partner_for_itself" {
  client_id    = auth0access_third_party_application.partner.client_id
  audience     = "https://api.example.com/"
  subject_type = "client"
  scopes       = ["read:orders"]
}

# Whatever the default permissions of the files API are, this partner gets none of its scopes.
resource "auth0access_client_grant" "no_files" {
  client_id    = auth0access_third_party_application.partner.client_id
  audience     = "https://files.example.com/"
  subject_type = "user"
  scopes       = []
}
