# Everything here is within the settings of the tests.
terraform {
  required_providers {
    auth0access = {
      source = "auth0access/auth0access"
    }
  }
}

resource "auth0access_third_party_application" "northwind" {
  name        = "Northwind order desk"
  app_type    = "regular_web"
  callbacks   = ["https://orders.northwind.example/callback"]
  grant_types = ["authorization_code", "refresh_token"]
}

resource "auth0access_client_grant" "northwind" {
  client_id    = auth0access_third_party_application.northwind.client_id
  audience     = "https://orders.example.com/"
  subject_type = "user"
  scopes       = ["read:orders"]
  expires_at   = "2099-01-31T00:00:00Z"
}

resource "auth0access_api_default_permissions" "orders" {
  audience    = "https://orders.example.com/"
  user_access = { scopes = ["read:orders"] }
  expires_at  = "2099-01-31T00:00:00Z"
}

resource "auth0access_connection_domain_promotion" "customers" {
  connection_id = "con_customers0000001"
}

resource "auth0access_connection_domain_promotion" "staff" {
  connection_id = "con_oktaworkforce001"
  promoted      = false
}

resource "auth0access_dynamic_client_registration" "this" {
  enabled       = true
  security_mode = "strict"
  depends_on    = [auth0access_api_default_permissions.orders]
}
