import {
  to = auth0access_api_access_policy.orders
  id = "https://orders.example.com/" # or the API's id: "64f1a2b3c4d5e6f708192a3b"
}
