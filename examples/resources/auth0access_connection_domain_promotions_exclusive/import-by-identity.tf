import {
  to = auth0access_connection_domain_promotions_exclusive.this
  identity = {
    domain = "example.eu.auth0.com"
  }
}
