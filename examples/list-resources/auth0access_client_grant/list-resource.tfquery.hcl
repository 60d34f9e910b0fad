# All grants of one partner
list "auth0access_client_grant" "partner" {
  provider = auth0access

  config {
    client_id = "tpc_8fGx2kQpL0aZrT3vYw5BnD"
  }
}

# Who may act on its own behalf at the orders API
list "auth0access_client_grant" "machines" {
  provider = auth0access

  config {
    audience     = "https://api.example.com/"
    subject_type = "client"
  }
}
