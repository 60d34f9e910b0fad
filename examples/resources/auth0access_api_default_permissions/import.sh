# By the API's identifier.
terraform import auth0access_api_default_permissions.orders https://api.example.com/
