# By the application's client ID.
terraform import auth0access_redirect_protection.agent tpc_4mVt8sQk2LxWzB7nYdRc1J
