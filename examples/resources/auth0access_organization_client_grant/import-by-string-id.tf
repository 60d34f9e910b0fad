import {
  to = auth0access_organization_client_grant.acme
  id = "name:acme/tpc_4fT8Yz1nWq7sKb2LxVd9Rm|https://api.example.com/orders"
}
