import {
  to = auth0access_rate_limit_policy.northwind
  id = "client_id:tpc_8fGx2kQpL0aZrT3vYw5BnD"
}
