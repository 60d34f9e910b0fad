import {
  to = auth0access_redirect_protection.agent
  id = "tpc_4mVt8sQk2LxWzB7nYdRc1J"
}
