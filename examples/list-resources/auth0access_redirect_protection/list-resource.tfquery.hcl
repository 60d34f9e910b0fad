# Applications whose failed logins redirect to callback URLs
list "auth0access_redirect_protection" "off" {
  provider = auth0access

  config {
    enabled = false
  }
}
