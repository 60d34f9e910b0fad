import {
  to = auth0access_organization_application.acme_assistant
  id = "name:acme/tpc_4fT8Yz1nWq7sKb2LxVd9Rm"
}
