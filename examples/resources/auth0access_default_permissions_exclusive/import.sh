# By the tenant's domain.
terraform import auth0access_default_permissions_exclusive.this example.eu.auth0.com
