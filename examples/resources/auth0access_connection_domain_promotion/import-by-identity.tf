import {
  to = auth0access_connection_domain_promotion.customers
  identity = {
    connection_id = "con_8fGx2kQpL0aZrT3v"
  }
}
