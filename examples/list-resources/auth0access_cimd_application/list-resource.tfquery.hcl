# Applications that documents describe, and that registered themselves
list "auth0access_cimd_application" "registered" {
  provider = auth0access

  config {
    dynamically_registered = true
  }
}
