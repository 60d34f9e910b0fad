# One organization's settings for single applications
list "auth0access_organization_application" "acme" {
  provider = auth0access

  config {
    organization_id = "org_9ybsU1dN2dKfDkBi"
  }
}
