import {
  to = auth0access_third_party_application.partner
  id = "tpc_4mVt8sQk2LxWzB7nYdRc1J"
}
