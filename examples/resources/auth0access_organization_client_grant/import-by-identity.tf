import {
  to = auth0access_organization_client_grant.acme
  identity = {
    organization_id = "org_9ybsU1dN2dKfDkBi"
    grant_id        = "cgr_2Yl9pQfPzVYqWZ1m"
  }
}
