# Organizations that third-party applications may log users in to
list "auth0access_organization_third_party_access" "open" {
  provider = auth0access

  config {
    access = "allow"
  }
}
