# Organizations for which one partner gets tokens as itself
list "auth0access_organization_client_grant" "warehouse" {
  provider = auth0access

  config {
    client_id = "tpc_4fT8Yz1nWq7sKb2LxVd9Rm"
  }
}
