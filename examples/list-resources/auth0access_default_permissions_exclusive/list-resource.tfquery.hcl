list "auth0access_default_permissions_exclusive" "tenant" {
  provider = auth0access
}
