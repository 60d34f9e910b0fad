# By the tenant's domain.
terraform import auth0access_authorization_server.this example.eu.auth0.com
