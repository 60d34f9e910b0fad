import {
  to = auth0access_connection_domain_promotion.customers
  id = "name:customers" # or the connection's id: "con_8fGx2kQpL0aZrT3v"
}
