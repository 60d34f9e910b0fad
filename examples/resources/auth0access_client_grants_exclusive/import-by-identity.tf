import {
  to = auth0access_client_grants_exclusive.partner
  identity = {
    client_id = "tpc_4mVt8sQk2LxWzB7nYdRc1J"
  }
}
