import {
  to = auth0access_client_grant.partner_for_users
  identity = {
    id = "cgr_2Yl9pQfPzVYqWZ1m"
  }
}
