import {
  to = auth0access_api_access_policy.orders
  identity = {
    audience = "https://orders.example.com/"
  }
}
