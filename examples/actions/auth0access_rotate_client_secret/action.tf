resource "auth0access_third_party_application" "partner" {
  name                       = "Northwind order desk"
  app_type                   = "regular_web"
  callbacks                  = ["https://orders.northwind.example/callback"]
  token_endpoint_auth_method = "client_secret_post"
}

# By hand: terraform apply -invoke=action.auth0access_rotate_client_secret.partner
action "auth0access_rotate_client_secret" "partner" {
  config {
    client_id = auth0access_third_party_application.partner.client_id
  }
}

# Or whenever the contract with the partner changes
resource "terraform_data" "contract" {
  input = "2026-11"

  lifecycle {
    action_trigger {
      events  = [after_update]
      actions = [action.auth0access_rotate_client_secret.partner]
    }
  }
}
