list "auth0access_redirect_protections_exclusive" "tenant" {
  provider = auth0access
}
