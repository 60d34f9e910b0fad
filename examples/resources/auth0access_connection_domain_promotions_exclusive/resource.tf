resource "auth0access_connection_domain_promotion" "customers" {
  connection_id = "con_8fGx2kQpL0aZrT3v"
}

resource "auth0access_connection_domain_promotion" "google" {
  connection_id = "con_1nUoV6yJcD4wEs9b"
}

# Third-party applications may log users in with these two connections, and no others.
resource "auth0access_connection_domain_promotions_exclusive" "this" {
  connection_ids = [
    auth0access_connection_domain_promotion.customers.connection_id,
    auth0access_connection_domain_promotion.google.connection_id,
  ]
}
