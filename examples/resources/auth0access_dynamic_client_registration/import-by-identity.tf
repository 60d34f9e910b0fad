import {
  to = auth0access_dynamic_client_registration.this
  identity = {
    domain = "example.eu.auth0.com"
  }
}
