# By the ids of the organization and the grant.
terraform import auth0access_organization_client_grant.acme org_9ybsU1dN2dKfDkBi/cgr_2Yl9pQfPzVYqWZ1m

# By the organization's name, and the grant's application and API.
terraform import auth0access_organization_client_grant.acme 'name:acme/tpc_4fT8Yz1nWq7sKb2LxVd9Rm|https://api.example.com/orders'
