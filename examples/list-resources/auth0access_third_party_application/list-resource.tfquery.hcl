# Applications that did not register themselves
list "auth0access_third_party_application" "made" {
  provider = auth0access
  limit    = 1000

  config {
    dynamically_registered = false
  }
}

# Permissive applications, to see what is left of them
list "auth0access_third_party_application" "permissive" {
  provider         = auth0access
  include_resource = true

  config {
    security_mode = "permissive"
  }
}
