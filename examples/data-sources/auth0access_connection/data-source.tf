data "auth0access_connection" "customers" {
  name = "customers"
}

resource "auth0access_connection_domain_promotion" "customers" {
  connection_id = data.auth0access_connection.customers.connection_id
}
