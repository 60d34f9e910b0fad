# By the application's client ID.
terraform import auth0access_client_grants_exclusive.partner tpc_4mVt8sQk2LxWzB7nYdRc1J
