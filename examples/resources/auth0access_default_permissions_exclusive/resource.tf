resource "auth0access_api_default_permissions" "orders" {
  audience    = "https://api.example.com/"
  user_access = { scopes = ["read:orders"] }
}

resource "auth0access_api_default_permissions" "files" {
  audience      = "https://files.example.com/"
  user_access   = { scopes = ["read:files"] }
  client_access = { scopes = [] }
}

# These two APIs are open to every third-party application, and no others.
resource "auth0access_default_permissions_exclusive" "this" {
  audiences = [
    auth0access_api_default_permissions.orders.audience,
    auth0access_api_default_permissions.files.audience,
  ]
}
