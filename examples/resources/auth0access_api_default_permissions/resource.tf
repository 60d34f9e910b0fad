# Every third-party application may read a consenting user's orders. None may act without a user.
resource "auth0access_api_default_permissions" "orders" {
  audience = "https://api.example.com/"

  user_access = {
    scopes = ["read:orders"]
  }
}

# The catalog is public: all that it offers, to users and to machines, whatever scopes it gets one day.
resource "auth0access_api_default_permissions" "catalog" {
  audience = "https://catalog.example.com/"

  user_access = {
    all_scopes = true
  }

  client_access = {
    all_scopes = true
  }
}
