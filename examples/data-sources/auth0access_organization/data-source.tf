data "auth0access_organization" "acme" {
  name = "acme"
}

resource "auth0access_organization_third_party_access" "acme" {
  organization_id = data.auth0access_organization.acme.organization_id
  access          = "allow"
}
