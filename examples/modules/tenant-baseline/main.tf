# 1. The applications of partners and agents.

resource "auth0access_third_party_application" "this" {
  for_each = local.applications

  name        = each.value.name
  description = each.value.description
  logo_uri    = each.value.logo_uri

  app_type        = each.value.app_type
  security_mode   = each.value.security_mode
  callbacks       = each.value.callbacks
  allowed_origins = each.value.allowed_origins
  web_origins     = each.value.web_origins

  grant_types                = each.value.grant_types
  token_endpoint_auth_method = each.value.token_endpoint_auth_method
  secret_rotation_trigger    = each.value.secret_rotation_trigger
  client_authentication_methods = each.value.public_keys == null ? null : {
    private_key_jwt = {
      credentials = each.value.public_keys
    }
  }

  require_proof_of_possession = each.value.require_proof_of_possession
  jwt_configuration           = each.value.jwt_configuration
  refresh_token               = each.value.refresh_token

  client_metadata     = each.value.client_metadata
  deletion_protection = each.value.deletion_protection
}

resource "auth0access_cimd_application" "this" {
  for_each = var.described_agents

  metadata_url           = each.value.metadata_url
  allowed_callback_hosts = each.value.allowed_callback_hosts
  pin                    = each.value.pin
  check_document         = each.value.check_document

  app_type    = each.value.app_type
  description = each.value.description
  grant_types = each.value.grant_types

  require_proof_of_possession = each.value.require_proof_of_possession
  jwt_configuration           = each.value.jwt_configuration
  refresh_token               = each.value.refresh_token

  client_metadata     = each.value.client_metadata
  deletion_protection = each.value.deletion_protection
}

# Failed logins end at Auth0, or at trusted hosts. Auth0 offers this only for strict applications.
resource "auth0access_redirect_protection" "this" {
  for_each = { for name, application in local.everybody : name => application if application.is_strict }

  client_id              = each.value.client_id
  enabled                = each.value.redirect_protection.enabled
  trusted_callback_hosts = each.value.redirect_protection.trusted_callback_hosts
}

# 2. What they may reach. The policies of APIs apply to the tenant's own applications too.

resource "auth0access_api_access_policy" "this" {
  for_each = { for name, api in var.apis : name => api if api.access_policy != null }

  audience      = each.value.audience
  user_access   = each.value.access_policy.user_access
  client_access = each.value.access_policy.client_access
}

resource "auth0access_api_default_permissions" "this" {
  for_each = local.apis_with_default_permissions

  audience      = each.value.audience
  user_access   = each.value.default_permissions.user_access
  client_access = each.value.default_permissions.client_access
  expires_at    = each.value.default_permissions.expires_at
  review_by     = each.value.default_permissions.review_by
}

resource "auth0access_default_permissions_exclusive" "this" {
  count = var.exclusive.default_permissions ? 1 : 0

  audiences = setunion([for api in local.apis_with_default_permissions : api.audience], var.declared_elsewhere.default_permissions)
}

resource "auth0access_client_grant" "this" {
  for_each = local.grants

  client_id                   = local.everybody[each.value.application].client_id
  audience                    = each.value.audience
  subject_type                = each.value.subject_type
  scopes                      = each.value.scopes
  all_scopes                  = each.value.all_scopes
  authorization_details_types = each.value.authorization_details_types
  organization_usage          = each.value.organization_usage
  allow_any_organization      = each.value.allow_any_organization
  expires_at                  = each.value.expires_at
  review_by                   = each.value.review_by
}

resource "auth0access_client_grants_exclusive" "this" {
  for_each = { for name, application in local.everybody : name => application if var.exclusive.client_grants }

  client_id = each.value.client_id
  grants = setunion(
    [for grant in local.grants : { audience = grant.audience, subject_type = grant.subject_type } if grant.application == each.key],
    lookup(var.declared_elsewhere.client_grants, each.key, []),
  )
}

# A third-party application that nobody declares fails the plan, which names it.
resource "auth0access_third_party_applications_exclusive" "this" {
  count = var.exclusive.third_party_applications ? 1 : 0

  # Not setunion, because all of it would be unknown while one client_id is unknown.
  client_ids = concat(
    [for application in local.everybody : application.client_id],
    tolist(var.declared_elsewhere.third_party_applications),
  )
}

# How often they may request tokens and logins: each application with a limit of its own, and all others together.

resource "auth0access_rate_limit_policy" "this" {
  for_each = { for name, application in local.everybody : name => application if application.rate_limit != null }

  client_id    = each.value.metadata_url == null ? each.value.client_id : null
  metadata_url = each.value.metadata_url
  action       = each.value.rate_limit.action
  limit        = each.value.rate_limit.limit
  redirect_uri = each.value.rate_limit.redirect_uri
}

resource "auth0access_rate_limit_policy" "group" {
  for_each = var.rate_limits

  applies_to   = each.key
  action       = each.value.action
  limit        = each.value.limit
  redirect_uri = each.value.redirect_uri
}

# 3. Which connections they may log users in with, and to which organizations.

data "auth0access_connection" "this" {
  for_each = { for name, connection in var.connections : name => connection.name if connection.name != null }

  name = each.value
}

resource "auth0access_connection_domain_promotion" "this" {
  for_each = var.connections

  connection_id = local.connection_ids[each.key]
  promoted      = each.value.promoted
}

resource "auth0access_connection_domain_promotions_exclusive" "this" {
  count = var.exclusive.connection_domain_promotions ? 1 : 0

  connection_ids = setunion(
    [for name, connection in var.connections : local.connection_ids[name] if connection.promoted],
    var.declared_elsewhere.connection_domain_promotions,
  )
}

data "auth0access_organization" "this" {
  for_each = { for name, organization in var.organizations : name => organization.name if organization.name != null }

  name = each.value
}

resource "auth0access_organization_third_party_access" "this" {
  for_each = var.organizations

  organization_id = local.organization_ids[each.key]
  access          = each.value.access
}

# 4. Whether anybody may register more of them. The access that these get is created first.

resource "auth0access_dynamic_client_registration" "this" {
  count = var.dynamic_client_registration == null ? 0 : 1

  enabled                           = var.dynamic_client_registration.enabled
  security_mode                     = var.dynamic_client_registration.security_mode
  allow_without_default_permissions = var.dynamic_client_registration.allow_without_default_permissions

  depends_on = [auth0access_api_default_permissions.this]
}

# 5. Who can reach what, after all of the above.

data "auth0access_effective_access" "this" {
  count = var.report_effective_access ? 1 : 0

  depends_on = [
    auth0access_third_party_application.this,
    auth0access_cimd_application.this,
    auth0access_third_party_applications_exclusive.this,
    auth0access_redirect_protection.this,
    auth0access_api_access_policy.this,
    auth0access_api_default_permissions.this,
    auth0access_default_permissions_exclusive.this,
    auth0access_client_grant.this,
    auth0access_client_grants_exclusive.this,
    auth0access_rate_limit_policy.this,
    auth0access_rate_limit_policy.group,
    auth0access_connection_domain_promotion.this,
    auth0access_connection_domain_promotions_exclusive.this,
    auth0access_organization_third_party_access.this,
    auth0access_dynamic_client_registration.this,
  ]
}
