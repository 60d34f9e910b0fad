import {
  to = auth0access_authorization_server.this
  id = "example.eu.auth0.com"
}
