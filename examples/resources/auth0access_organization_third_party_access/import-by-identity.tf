import {
  to = auth0access_organization_third_party_access.acme
  identity = {
    organization_id = "org_9ybsU1dN2dKfDkBi"
  }
}
