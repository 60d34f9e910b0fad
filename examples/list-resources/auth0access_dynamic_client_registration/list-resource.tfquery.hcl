list "auth0access_dynamic_client_registration" "tenant" {
  provider = auth0access
}
