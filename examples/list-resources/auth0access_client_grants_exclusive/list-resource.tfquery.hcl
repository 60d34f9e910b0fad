# Declare the grants of every application that did not register itself
list "auth0access_client_grants_exclusive" "made" {
  provider = auth0access
  limit    = 1000

  config {
    dynamically_registered = false
  }
}
