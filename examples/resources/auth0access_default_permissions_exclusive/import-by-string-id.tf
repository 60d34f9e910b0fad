import {
  to = auth0access_default_permissions_exclusive.this
  id = "example.eu.auth0.com"
}
