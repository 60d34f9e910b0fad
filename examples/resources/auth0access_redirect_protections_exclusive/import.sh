# By the tenant's domain.
terraform import auth0access_redirect_protections_exclusive.this example.eu.auth0.com
