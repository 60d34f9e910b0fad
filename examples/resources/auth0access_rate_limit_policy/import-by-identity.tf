import {
  to = auth0access_rate_limit_policy.northwind
  identity = {
    id = "rlp_5cJdYz7hK2mQxWbTnA4sVp"
  }
}
