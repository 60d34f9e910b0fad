# By the API's identifier.
terraform import auth0access_api_access_policy.orders https://orders.example.com/

# By the API's id.
terraform import auth0access_api_access_policy.orders 64f1a2b3c4d5e6f708192a3b
