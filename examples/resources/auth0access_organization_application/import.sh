# By the organization's id and the application's client_id.
terraform import auth0access_organization_application.acme_assistant org_9ybsU1dN2dKfDkBi/tpc_4fT8Yz1nWq7sKb2LxVd9Rm

# By the organization's name.
terraform import auth0access_organization_application.acme_assistant name:acme/tpc_4fT8Yz1nWq7sKb2LxVd9Rm
