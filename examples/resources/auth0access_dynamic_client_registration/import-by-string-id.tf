import {
  to = auth0access_dynamic_client_registration.this
  id = "example.eu.auth0.com"
}
