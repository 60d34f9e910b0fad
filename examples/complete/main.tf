# A baseline for third-party access: what partners, outside developers and AI agents may do in this tenant.
#
# It answers five questions, one section each:
#
#   1. Which third-party applications exist, and how do they run?
#   2. What may any third-party application reach, with nobody's special permission?
#   3. What may each partner reach beyond that?
#   4. Which connections may third-party applications log users in with?
#   5. Whose callback URLs are trusted with failed logins?
#
# Before you apply it to a tenant of your own: write a terraform.tfvars in the manner of example.tfvars with the
# identifiers of your APIs and the ids of your connections, replace the two partners by yours, and see in the
# documentation of the provider how it authenticates.
#
# APIs and connections are only referred to. They can be made in the Dashboard, or by the provider auth0/auth0 in
# the same configuration: then write auth0_resource_server.orders.identifier in the place of var.orders_api, and
# auth0_connection.customers.id in the place of a connection's id.

terraform {
  required_version = ">= 1.5"

  required_providers {
    auth0access = {
      source = "auth0access/auth0access"
    }
  }
}

# The domain and the credentials come from AUTH0_DOMAIN, AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET.
provider "auth0access" {}

# 1. The applications ------------------------------------------------------------------------------------------------

# A partner's web portal. It runs on the partner's servers and keeps a secret, so it may also call APIs as itself,
# without a user. The secret is not in the state: hand it over with the ephemeral resource
# auth0access_client_credentials, which writes it to a vault without storing it here.
resource "auth0access_third_party_application" "fastlane" {
  name        = "Fastlane Logistics"
  description = "Shipping partner: the portal where customers follow their parcels"
  app_type    = "regular_web"
  logo_uri    = "https://portal.fastlane.example/logo.png"
  callbacks   = ["https://portal.fastlane.example/auth/callback"]

  grant_types                = ["authorization_code", "refresh_token", "client_credentials"]
  token_endpoint_auth_method = "client_secret_post"

  client_metadata = {
    contact = "integrations@fastlane.example"
    ticket  = "PARTNER-118"
  }
}

# An AI agent on the user's own machine, which speaks to our MCP server. It cannot keep a secret, so it has none, and
# each of its refresh tokens works once.
resource "auth0access_third_party_application" "shopping_agent" {
  name        = "Basket shopping agent"
  description = "AI agent that finds products and prepares orders for its user"
  app_type    = "native"
  callbacks   = ["http://127.0.0.1:33418/callback"]

  grant_types                = ["authorization_code", "refresh_token"]
  token_endpoint_auth_method = "none"

  refresh_token = {
    rotation_type       = "rotating"
    expiration_type     = "expiring"
    token_lifetime      = 2592000 # 30 days
    idle_token_lifetime = 604800  # 7 days
  }

  client_metadata = {
    contact = "security@basket.example"
    ticket  = "PARTNER-131"
  }
}

# 2. What any third-party application may reach ----------------------------------------------------------------------

# The catalog is public enough to be read on behalf of any user who consents. Without client_access no application
# reaches it as itself, unless it has a grant of its own. The orders API has no default permissions at all.
resource "auth0access_api_default_permissions" "catalog" {
  audience = var.catalog_api

  user_access = {
    scopes = ["read:products"]
  }
}

# 3. What each partner may reach beyond that -------------------------------------------------------------------------

# A grant of an application's own takes the place of the default permissions for the same API and subject type.

resource "auth0access_client_grant" "fastlane_users" {
  client_id    = auth0access_third_party_application.fastlane.client_id
  audience     = var.orders_api
  subject_type = "user"
  scopes       = ["read:orders"]
}

resource "auth0access_client_grant" "fastlane_itself" {
  client_id    = auth0access_third_party_application.fastlane.client_id
  audience     = var.orders_api
  subject_type = "client"
  scopes       = ["read:orders", "update:shipments"]
}

# The agent prepares orders. It cannot cancel any.
resource "auth0access_client_grant" "shopping_agent_users" {
  client_id    = auth0access_third_party_application.shopping_agent.client_id
  audience     = var.orders_api
  subject_type = "user"
  scopes       = ["read:orders", "create:orders"]
}

# 4. Connections -----------------------------------------------------------------------------------------------------

# Every third-party application may log users in with each of these.
resource "auth0access_connection_domain_promotion" "customers" {
  for_each = var.customer_connections

  connection_id = each.value
}

# And never with one of these: a promotion by anyone else shows in the next plan and is undone.
resource "auth0access_connection_domain_promotion" "staff" {
  for_each = var.staff_connections

  connection_id = each.value
  promoted      = false
}

# 5. Redirect protection ---------------------------------------------------------------------------------------------

# The partner's portal explains to its users why a login failed, so failed logins go back there. The plan fails as soon
# as the application has a callback on any other host.
resource "auth0access_redirect_protection" "fastlane" {
  client_id              = auth0access_third_party_application.fastlane.client_id
  enabled                = false
  trusted_callback_hosts = ["portal.fastlane.example"]
}

# Protection is on unless somebody turns it off; declared here, that would show.
resource "auth0access_redirect_protection" "shopping_agent" {
  client_id = auth0access_third_party_application.shopping_agent.client_id
}
