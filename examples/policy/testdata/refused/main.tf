# Each rule refuses something here.
terraform {
  required_providers {
    auth0access = {
      source = "auth0access/auth0access"
    }
  }
}

resource "auth0access_third_party_application" "fabrikam" {
  name          = "Fabrikam dashboards"
  app_type      = "regular_web"
  callbacks     = ["https://fabrikam.example/callback"]
  grant_types   = ["authorization_code", "client_credentials"]
  security_mode = "permissive"
}

resource "auth0access_client_grant" "all" {
  client_id    = auth0access_third_party_application.fabrikam.client_id
  audience     = "https://orders.example.com/"
  subject_type = "user"
  all_scopes   = true
}

resource "auth0access_client_grant" "beyond" {
  client_id    = auth0access_third_party_application.fabrikam.client_id
  audience     = "https://orders.example.com/"
  subject_type = "client"
  scopes       = ["read:orders", "create:orders"]
}

resource "auth0access_api_default_permissions" "mcp" {
  audience      = "https://mcp.example.com/"
  user_access   = { all_scopes = true }
  client_access = { scopes = ["read:catalog"] }
}

# What it puts out is known only after apply.
resource "terraform_data" "later" {
  input = "read:orders"
}

resource "auth0access_api_default_permissions" "later" {
  audience    = "https://orders.example.com/"
  user_access = { scopes = [terraform_data.later.output] }
  expires_at  = "2099-01-31T00:00:00Z"
}

resource "auth0access_api_access_policy" "orders" {
  audience    = "https://orders.example.com/"
  user_access = "allow_all"
}

resource "auth0access_connection_domain_promotion" "staff" {
  connection_id = "con_oktaworkforce001"
}

resource "auth0access_dynamic_client_registration" "this" {
  enabled       = true
  security_mode = "permissive"
}
