# All policies
list "auth0access_rate_limit_policy" "all" {
  provider = auth0access
}

# Applications that are limited or shut off
list "auth0access_rate_limit_policy" "blocked" {
  provider = auth0access

  config {
    action = "block"
  }
}
