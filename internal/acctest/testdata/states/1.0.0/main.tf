# One of everything that the provider manages, with as many arguments as go together. "make state" applies it to the tenant
# of tenant.json, and writes what comes of it into the folder of a version.
terraform {
  required_providers {
    auth0access = { source = "auth0access/auth0access" }
  }
}

# The audience tells that tenant.json is the tenant of the state, whatever port it is served on.
provider "auth0access" {
  audience = "https://states.auth0.com/api/v2/"
}

locals {
  organization = "org_acme000000000001"
  customers    = "con_customers0000001"
  orders       = "https://orders.example.com/"
  catalog      = "https://catalog.example.com/"
}

resource "auth0access_third_party_application" "portal" {
  name                        = "Portal"
  description                 = "A partner's portal"
  logo_uri                    = "https://portal.example.com/logo.png"
  app_type                    = "regular_web"
  callbacks                   = ["https://portal.example.com/callback"]
  allowed_origins             = ["https://portal.example.com"]
  web_origins                 = ["https://portal.example.com"]
  grant_types                 = ["authorization_code", "refresh_token", "client_credentials"]
  token_endpoint_auth_method  = "client_secret_basic"
  client_metadata             = { contact = "integrations@example.com" }
  require_proof_of_possession = true
  deletion_protection         = true
  secret_rotation_trigger     = "2026-11"
  jwt_configuration           = { lifetime_in_seconds = 600 }
  refresh_token               = { rotation_type = "rotating", expiration_type = "expiring", token_lifetime = 86400, idle_token_lifetime = 3600 }
}

resource "auth0access_third_party_application" "reporting" {
  name     = "Reporting"
  app_type = "non_interactive"
  client_authentication_methods = {
    private_key_jwt = {
      credentials = {
        "2026-q4" = {
          pem = <<-EOT
            -----BEGIN PUBLIC KEY-----
            MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsq481NVnjY8GWKE1LuJI
            BYfHCqmcdENfg0DpiBDqYmVveVy0aEFn4d9yzK0UUOQI00Tp2XYoqZJaUEg/pEJY
            dYk/yCwoG/btXdwvZjbr+UtHjl4f7/DHKRh40Z7xyuyRP/0bnviLv2gotqFCmRKk
            e8zoGxH6m0j1mU9xBSGfYiYT8tHpQUpjLXdaSWLEgoi1esVfJ3KGReDv9PsQ+AQR
            U7nR2zjZHfIRUfm3gMQIczZgxKcnnF1KOsGHV2fQLJm5cf3qOyV6SHZZ2KhXYf/9
            MloHO3pbvFdet4PIHP9rCPVUaT0IdkLJ8NEfrhSYqH5OBLG1F+8by8fBOMaNRm/p
            TwIDAQAB
            -----END PUBLIC KEY-----
          EOT
        }
      }
    }
  }
}

resource "auth0access_cimd_application" "agent" {
  metadata_url           = "https://agent.example.com/client.json"
  allowed_callback_hosts = ["agent.example.com"]
}

resource "auth0access_client_grant" "user" {
  client_id    = auth0access_third_party_application.portal.client_id
  audience     = local.orders
  subject_type = "user"
  scopes       = ["read:orders", "create:orders"]
  expires_at   = "2999-01-01T00:00:00Z"
}

resource "auth0access_client_grant" "client" {
  client_id          = auth0access_third_party_application.reporting.client_id
  audience           = local.orders
  subject_type       = "client"
  all_scopes         = true
  organization_usage = "require"
}

resource "auth0access_api_default_permissions" "catalog" {
  audience      = local.catalog
  user_access   = { scopes = ["read:products"] }
  client_access = { all_scopes = true }
}

resource "auth0access_connection_domain_promotion" "customers" {
  connection_id = local.customers
}

resource "auth0access_redirect_protection" "portal" {
  client_id              = auth0access_third_party_application.portal.client_id
  enabled                = false
  trusted_callback_hosts = ["portal.example.com"]
}

resource "auth0access_dynamic_client_registration" "this" {
  enabled       = true
  security_mode = "strict"
  depends_on    = [auth0access_api_default_permissions.catalog]
}

resource "auth0access_organization_third_party_access" "acme" {
  organization_id = local.organization
  access          = "allow"
}

resource "auth0access_organization_application" "acme" {
  organization_id       = local.organization
  client_id             = auth0access_third_party_application.portal.client_id
  use_for_member_access = true
}

resource "auth0access_organization_client_grant" "acme" {
  organization_id = local.organization
  grant_id        = auth0access_client_grant.client.id
}

resource "auth0access_rate_limit_policy" "partners" {
  applies_to = "third_party_clients"
  action     = "block"
  limit      = 200
}

resource "auth0access_rate_limit_policy" "portal" {
  client_id = auth0access_third_party_application.portal.client_id
  action    = "log"
  limit     = 50
}

resource "auth0access_api_access_policy" "legacy" {
  audience      = "https://legacy.example.com/"
  user_access   = "deny_all"
  client_access = "deny_all"
}

resource "auth0access_authorization_server" "this" {
  resource_parameter_profile            = "compatibility"
  client_id_metadata_document_supported = true
  use_scope_descriptions_for_consent    = true
}

resource "auth0access_third_party_applications_exclusive" "this" {
  client_ids = [
    auth0access_third_party_application.portal.client_id,
    auth0access_third_party_application.reporting.client_id,
    auth0access_cimd_application.agent.client_id,
  ]
}

resource "auth0access_client_grants_exclusive" "portal" {
  client_id = auth0access_third_party_application.portal.client_id
  grants    = [auth0access_client_grant.user]
}

resource "auth0access_default_permissions_exclusive" "this" {
  audiences = [auth0access_api_default_permissions.catalog.audience]
}

resource "auth0access_connection_domain_promotions_exclusive" "this" {
  connection_ids = [auth0access_connection_domain_promotion.customers.connection_id]
}

resource "auth0access_redirect_protections_exclusive" "this" {
  client_ids = [auth0access_redirect_protection.portal.client_id]
}
