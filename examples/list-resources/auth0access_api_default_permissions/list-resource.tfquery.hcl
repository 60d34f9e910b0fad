list "auth0access_api_default_permissions" "all" {
  provider = auth0access
}
