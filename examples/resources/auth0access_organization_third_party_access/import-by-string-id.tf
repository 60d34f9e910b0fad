import {
  to = auth0access_organization_third_party_access.acme
  id = "name:acme" # or the organization's id: "org_9ybsU1dN2dKfDkBi"
}
