data "auth0access_api" "orders" {
  audience = "https://api.example.com/"
}

# By default, third parties may only read.
resource "auth0access_api_default_permissions" "orders" {
  audience = data.auth0access_api.orders.audience
  user_access = {
    scopes = [for scope in data.auth0access_api.orders.scopes : scope if startswith(scope, "read:")]
  }
}
