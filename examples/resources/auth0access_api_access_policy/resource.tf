# Step 1: tokens of the orders API need a grant, for users and for applications themselves.
resource "auth0access_api_access_policy" "orders" {
  audience      = "https://orders.example.com/"
  user_access   = "require_client_grant"
  client_access = "require_client_grant"
}

# Step 2: one application gets access.
resource "auth0access_third_party_application" "partner" {
  name      = "Partner"
  app_type  = "regular_web"
  callbacks = ["https://partner.example.com/callback"]
}

# Step 3: the scopes that it may have. Its own grant takes the place of the API's default permissions.
resource "auth0access_client_grant" "partner_orders" {
  client_id    = auth0access_third_party_application.partner.client_id
  audience     = auth0access_api_access_policy.orders.audience
  subject_type = "user"
  scopes       = ["read:orders"]
}

# An API that nobody may use for now. client_access stays as it is.
resource "auth0access_api_access_policy" "legacy" {
  audience    = "https://legacy.example.com/"
  user_access = "deny_all"
}
