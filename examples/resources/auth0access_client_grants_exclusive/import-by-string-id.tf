import {
  to = auth0access_client_grants_exclusive.partner
  id = "tpc_4mVt8sQk2LxWzB7nYdRc1J"
}
