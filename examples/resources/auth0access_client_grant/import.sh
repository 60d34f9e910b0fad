# By the grant's id.
terraform import auth0access_client_grant.partner_for_users cgr_2Yl9pQfPzVYqWZ1m

# Or by the application's client ID, the API's identifier and the subject type.
terraform import auth0access_client_grant.partner_for_users 'tpc_4mVt8sQk2LxWzB7nYdRc1J|https://api.example.com/|user'
