locals {
  # Partners and agents together, with defaults filled in.
  applications = merge(
    { for name, partner in var.partners : name => merge(partner, {
      at                         = "partners.${name}"
      grant_types                = partner.grant_types != null ? partner.grant_types : local.partner_grant_types[name]
      token_endpoint_auth_method = local.partner_auth_methods[name]
    }) },
    { for name, agent in var.agents : name => merge(agent, {
      at                      = "agents.${name}"
      public_keys             = null
      secret_rotation_trigger = null
    }) },
  )

  names = concat(keys(local.applications), keys(var.described_agents))

  # All kinds of applications, with the settings that they share.
  everybody = merge(
    { for name, application in local.applications : name => {
      client_id           = auth0access_third_party_application.this[name].client_id
      metadata_url        = null
      is_strict           = application.security_mode == "strict"
      redirect_protection = application.redirect_protection
      rate_limit          = application.rate_limit
      access              = application.access
    } },
    { for name, agent in var.described_agents : name => {
      client_id           = auth0access_cimd_application.this[name].client_id
      metadata_url        = agent.metadata_url
      is_strict           = true
      redirect_protection = agent.redirect_protection
      rate_limit          = agent.rate_limit
      access              = agent.access
    } },
  )

  partner_grant_types = { for name, partner in var.partners : name => toset(concat(
    partner.app_type == "non_interactive" ? [] : ["authorization_code", "refresh_token"],
    anytrue([for access in partner.access : access.client_access != null]) ? ["client_credentials"] : [],
  )) }

  partner_auth_methods = { for name, partner in var.partners : name => (
    partner.token_endpoint_auth_method != null ? partner.token_endpoint_auth_method :
    partner.public_keys != null ? null :
    contains(["spa", "native"], partner.app_type) ? "none" : "client_secret_post"
  ) }

  # One for each application, API and subject type.
  grants = merge(flatten([
    for name, application in local.everybody : [
      for api, access in application.access : [
        for subject_type, permitted in { user = access.user_access, client = access.client_access } : {
          "${name}/${api}/${subject_type}" = {
            application                 = name
            audience                    = var.apis[api].audience
            subject_type                = subject_type
            scopes                      = permitted.scopes
            all_scopes                  = permitted.all_scopes
            authorization_details_types = try(permitted.authorization_details_types, null)
            organization_usage          = try(permitted.organization_usage, null)
            allow_any_organization      = try(permitted.allow_any_organization, null)
            expires_at                  = access.expires_at
            review_by                   = access.review_by
          }
        } if permitted != null
      ]
    ]
  ])...)

  apis_with_default_permissions = { for name, api in var.apis : name => api if api.default_permissions != null }

  connection_ids = { for name, connection in var.connections : name => (
    connection.name != null ? data.auth0access_connection.this[name].connection_id : connection.id
  ) }

  organization_ids = { for name, organization in var.organizations : name => (
    organization.name != null ? data.auth0access_organization.this[name].organization_id : organization.id
  ) }
}
