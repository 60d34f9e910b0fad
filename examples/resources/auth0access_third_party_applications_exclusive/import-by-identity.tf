import {
  to = auth0access_third_party_applications_exclusive.this
  identity = {
    domain = "example.eu.auth0.com"
  }
}
