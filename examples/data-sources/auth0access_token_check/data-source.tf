resource "auth0access_third_party_application" "partner" {
  name                       = "Northwind order sync"
  app_type                   = "non_interactive"
  grant_types                = ["client_credentials"]
  token_endpoint_auth_method = "client_secret_post"
}

resource "auth0access_client_grant" "orders" {
  client_id    = auth0access_third_party_application.partner.client_id
  audience     = "https://orders.example.com/"
  subject_type = "client"
  scopes       = ["read:orders"]
}

# Asked after each apply and in each plan that changes nothing. A check that fails is a warning, and nothing stops.
check "partner_reads_orders" {
  data "auth0access_token_check" "orders" {
    client_id = auth0access_client_grant.orders.client_id
    audience  = "https://orders.example.com/"
  }

  assert {
    condition     = data.auth0access_token_check.orders.scopes == toset(["read:orders"])
    error_message = "The partner gets the scopes ${jsonencode(data.auth0access_token_check.orders.scopes)}."
  }
}

check "partner_is_refused_invoices" {
  data "auth0access_token_check" "invoices" {
    client_id = auth0access_client_grant.orders.client_id
    audience  = "https://invoices.example.com/"
  }

  assert {
    condition     = !data.auth0access_token_check.invoices.granted
    error_message = "The partner gets tokens for invoices."
  }
}
