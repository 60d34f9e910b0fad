list "auth0access_third_party_applications_exclusive" "tenant" {
  provider = auth0access
}
