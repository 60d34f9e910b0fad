import {
  to = auth0access_redirect_protections_exclusive.this
  identity = {
    domain = "example.eu.auth0.com"
  }
}
