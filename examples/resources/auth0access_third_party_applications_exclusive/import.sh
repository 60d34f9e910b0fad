# By the tenant's domain.
terraform import auth0access_third_party_applications_exclusive.this example.eu.auth0.com
