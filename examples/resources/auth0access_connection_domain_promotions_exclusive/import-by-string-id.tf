import {
  to = auth0access_connection_domain_promotions_exclusive.this
  id = "example.eu.auth0.com"
}
