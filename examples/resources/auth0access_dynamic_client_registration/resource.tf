# Whoever registers an application may read a consenting user's orders.
resource "auth0access_api_default_permissions" "orders" {
  audience = "https://api.example.com/"

  user_access = {
    scopes = ["read:orders"]
  }
}

# AI agents and other clients register themselves, in strict mode.
resource "auth0access_dynamic_client_registration" "this" {
  enabled       = true
  security_mode = "strict"

  # Registration is not enabled before registered applications have something to reach.
  depends_on = [auth0access_api_default_permissions.orders]
}
