resource "auth0access_third_party_application" "partner" {
  name                       = "Northwind order desk"
  app_type                   = "regular_web"
  callbacks                  = ["https://orders.northwind.example/callback"]
  grant_types                = ["authorization_code", "refresh_token", "client_credentials"]
  token_endpoint_auth_method = "client_secret_post"
}

resource "auth0access_client_grant" "partner" {
  for_each = {
    user   = ["read:orders", "write:orders"]
    client = ["read:orders"]
  }

  client_id    = auth0access_third_party_application.partner.client_id
  audience     = "https://api.example.com/"
  subject_type = each.key
  scopes       = each.value
}

# The partner may have these grants, and one that the billing team manages elsewhere, and no others.
resource "auth0access_client_grants_exclusive" "partner" {
  client_id = auth0access_third_party_application.partner.client_id
  grants = concat(
    values(auth0access_client_grant.partner),
    [{ audience = "https://billing.example.com/", subject_type = "client" }],
  )
}
