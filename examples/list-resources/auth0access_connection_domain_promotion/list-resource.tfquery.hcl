# Connections with which third-party applications may log users in
list "auth0access_connection_domain_promotion" "promoted" {
  provider = auth0access

  config {
    promoted = true
  }
}

# Databases that are to stay closed to them
list "auth0access_connection_domain_promotion" "databases" {
  provider = auth0access

  config {
    promoted = false
    strategy = "auth0"
  }
}
