list "auth0access_connection_domain_promotions_exclusive" "tenant" {
  provider = auth0access
}
