import {
  to = auth0access_organization_application.acme_assistant
  identity = {
    organization_id = "org_9ybsU1dN2dKfDkBi"
    client_id       = "tpc_4fT8Yz1nWq7sKb2LxVd9Rm"
  }
}
