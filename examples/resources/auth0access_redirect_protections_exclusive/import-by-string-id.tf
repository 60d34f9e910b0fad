import {
  to = auth0access_redirect_protections_exclusive.this
  id = "example.eu.auth0.com"
}
