import {
  to = auth0access_client_grant.partner_for_users
  id = "tpc_4mVt8sQk2LxWzB7nYdRc1J|https://api.example.com/|user"
}
