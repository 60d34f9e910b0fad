# The settings of the tenant's authorization server
list "auth0access_authorization_server" "this" {
  provider = auth0access
}
