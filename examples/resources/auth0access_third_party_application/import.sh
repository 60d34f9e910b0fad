# By the application's client ID.
terraform import auth0access_third_party_application.partner tpc_4mVt8sQk2LxWzB7nYdRc1J
