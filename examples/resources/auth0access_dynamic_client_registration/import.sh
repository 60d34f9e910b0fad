# By the tenant's domain.
terraform import auth0access_dynamic_client_registration.this example.eu.auth0.com
