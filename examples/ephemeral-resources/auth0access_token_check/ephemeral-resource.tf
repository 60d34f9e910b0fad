variable "partner_key" {
  description = "Private key of a partner for tests, as PEM."
  type        = string
  sensitive   = true
  ephemeral   = true
}

ephemeral "auth0access_token_check" "orders" {
  client_id        = "tpc_dM7wBq2nLx9TrVbY4sKjHc"
  private_key      = var.partner_key
  audience         = "https://orders.example.com/"
  requested_scopes = ["read:orders"]
}

check "partner_reads_orders" {
  assert {
    condition     = ephemeral.auth0access_token_check.orders.granted
    error_message = "The partner gets no token for orders."
  }
}
