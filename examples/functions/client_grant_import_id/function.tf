resource "auth0access_client_grant" "partner" {
  client_id    = "tpc_4mVt8sQk2LxWzB7nYdRc1J"
  audience     = "https://api.example.com/"
  subject_type = "user"
  scopes       = ["read:orders"]
}

# tpc_4mVt8sQk2LxWzB7nYdRc1J|https://api.example.com/|user
import {
  to = auth0access_client_grant.partner
  id = provider::auth0access::client_grant_import_id("tpc_4mVt8sQk2LxWzB7nYdRc1J", "https://api.example.com/", "user")
}
