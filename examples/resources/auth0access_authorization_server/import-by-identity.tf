import {
  to = auth0access_authorization_server.this
  identity = {
    domain = "example.eu.auth0.com"
  }
}
