import {
  to = auth0access_api_default_permissions.orders
  id = "https://api.example.com/"
}
