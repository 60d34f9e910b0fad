# By the tenant's domain.
terraform import auth0access_connection_domain_promotions_exclusive.this example.eu.auth0.com
