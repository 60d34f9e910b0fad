import {
  to = auth0access_cimd_application.agent
  identity = {
    client_id = "tpc_4mVt8sQk2LxWzB7nYdRc1J"
  }
}
