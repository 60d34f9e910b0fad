import {
  to = auth0access_api_default_permissions.orders
  identity = {
    audience = "https://api.example.com/"
  }
}
