import {
  to = auth0access_default_permissions_exclusive.this
  identity = {
    domain = "example.eu.auth0.com"
  }
}
