# Maps have keys of your choice. A key is part of resource addresses: changing it replaces the object.
#
# The provider's functions contain the rules of its resources, and need no tenant. The other validations are rules of
# this module. A validation cannot use locals that depend on its own variable, so these contain their rule twice: in the
# condition, and in the message that names the place.

variable "apis" {
  description = <<-EOT
    The APIs that third-party applications may reach. Their keys are the names that `access` of partners and agents uses.

    `default_permissions` apply to every third-party application without access of its own: `user_access` on behalf of
    users, `client_access` without a user. What is left out is not allowed. An API may have neither.

    `expires_at`, such as `2027-01-31T00:00:00Z`, ends the permissions. Plans warn from 14 days before `review_by`.

    `access_policy` decides whether an application needs a grant for the API: `require_client_grant`, `deny_all` or, for users,
    `allow_all`. It applies to your own applications too. If it is left out, the API's policy stays as it is.
  EOT

  type = map(object({
    audience = string # the API's identifier

    default_permissions = optional(object({
      user_access = optional(object({
        scopes                      = optional(set(string))
        all_scopes                  = optional(bool)
        authorization_details_types = optional(set(string))
      }))
      client_access = optional(object({
        scopes     = optional(set(string))
        all_scopes = optional(bool)
      }))
      expires_at = optional(string)
      review_by  = optional(string)
    }))

    access_policy = optional(object({
      user_access   = optional(string)
      client_access = optional(string)
    }))
  }))

  default  = {}
  nullable = false

  validation {
    condition     = length(compact([for name in keys(var.apis) : provider::auth0access::key_problem(name)])) == 0
    error_message = join("\n", compact([for name in keys(var.apis) : provider::auth0access::key_problem(name)]))
  }

  validation {
    condition     = length(distinct([for api in var.apis : api.audience])) == length(var.apis)
    error_message = "Two entries of apis have the same audience. Keep one of them, and refer to it by its name."
  }

  validation {
    condition = length([
      for name, api in var.apis : "apis.${name}.default_permissions"
      if api.default_permissions == null ? false : api.default_permissions.user_access == null && api.default_permissions.client_access == null
    ]) == 0
    error_message = "No access is given in ${join(", ", [
      for name, api in var.apis : "apis.${name}.default_permissions"
      if api.default_permissions == null ? false : api.default_permissions.user_access == null && api.default_permissions.client_access == null
    ])}. Write user_access, client_access or both, or leave default_permissions out."
  }

  validation {
    condition = length(compact(flatten([for api in var.apis : [
      for permitted in [try(api.default_permissions.user_access, null), try(api.default_permissions.client_access, null)] :
      provider::auth0access::scopes_problem(permitted.scopes, permitted.all_scopes) if permitted != null
    ]]))) == 0
    error_message = join("\n", compact(flatten([for name, api in var.apis : [
      for access in ["user_access", "client_access"] :
      try("apis.${name}.default_permissions.${access}: ${provider::auth0access::scopes_problem(api.default_permissions[access].scopes, api.default_permissions[access].all_scopes)}", "")
    ]])))
  }
}

variable "partners" {
  description = <<-EOT
    Applications of partners and outside developers, by a name of your choice. A partner's application authenticates, unless it runs in a
    browser or on a user's device. It may reach the APIs in `access`: on behalf of users, without a user, or both.
  EOT

  type = map(object({
    name        = string # what users see when they are asked for consent
    description = optional(string)
    logo_uri    = optional(string)

    app_type        = optional(string, "regular_web") # or spa, native, non_interactive
    security_mode   = optional(string, "strict")      # fixed when the application is created
    callbacks       = optional(set(string))
    allowed_origins = optional(set(string))
    web_origins     = optional(set(string))

    # If left out, they follow from app_type and access: client_credentials only with client_access.
    grant_types = optional(set(string))

    # If left out: none for spa and native, client_secret_post for others, and no secret with public_keys.
    token_endpoint_auth_method = optional(string)
    secret_rotation_trigger    = optional(string)
    public_keys = optional(map(object({
      pem        = string
      kid        = optional(string)
      alg        = optional(string)
      expires_at = optional(string)
    })))

    require_proof_of_possession = optional(bool)
    jwt_configuration = optional(object({
      alg                 = optional(string)
      lifetime_in_seconds = optional(number)
    }))
    refresh_token = optional(object({
      rotation_type                = string
      expiration_type              = string
      leeway                       = optional(number)
      token_lifetime               = optional(number)
      infinite_token_lifetime      = optional(bool)
      idle_token_lifetime          = optional(number)
      infinite_idle_token_lifetime = optional(bool)
    }))

    client_metadata     = optional(map(string))
    deletion_protection = optional(bool, true) # to remove the application: set false, apply, then delete the entry

    # Of strict applications. To turn it off, name the hosts that failed logins may be redirected to.
    redirect_protection = optional(object({
      enabled                = optional(bool, true)
      trusted_callback_hosts = optional(set(string))
    }), {})

    # Of strict applications: requests a second for tokens and logins. limit = 0 shuts the application off at once.
    rate_limit = optional(object({
      action       = optional(string, "block") # or log, redirect, or allow (exempt from the limit of its group)
      limit        = optional(number)
      redirect_uri = optional(string)
    }))

    # By a name in apis. It replaces the API's default permissions for this application.
    access = optional(map(object({
      user_access = optional(object({
        scopes                      = optional(set(string))
        all_scopes                  = optional(bool)
        authorization_details_types = optional(set(string))
      }))
      client_access = optional(object({
        scopes                 = optional(set(string))
        all_scopes             = optional(bool)
        organization_usage     = optional(string)
        allow_any_organization = optional(bool)
      }))
      expires_at = optional(string) # when the access ends, such as 2027-01-31T00:00:00Z
      review_by  = optional(string) # from 14 days before, plans warn
    })), {})
  }))

  default  = {}
  nullable = false

  validation {
    condition     = length(compact([for name in keys(var.partners) : provider::auth0access::key_problem(name)])) == 0
    error_message = join("\n", compact([for name in keys(var.partners) : provider::auth0access::key_problem(name)]))
  }

  validation {
    condition     = length(setintersection(keys(var.partners), concat(keys(var.agents), keys(var.described_agents)))) == 0
    error_message = "A partner and an agent have the same name: ${join(", ", setintersection(keys(var.partners), concat(keys(var.agents), keys(var.described_agents))))}. Give each application a name of its own."
  }

  validation {
    condition = length(flatten([for name, partner in var.partners : [
      for api in keys(partner.access) : "partners.${name}.access.${api}"
      if !contains(keys(var.apis), api)
    ]])) == 0
    error_message = "These refer to no entry of apis: ${join(", ", flatten([for name, partner in var.partners : [
      for api in keys(partner.access) : "partners.${name}.access.${api}"
      if !contains(keys(var.apis), api)
    ]]))}. Add the API to apis with its audience, or write a name that is in apis: ${join(", ", keys(var.apis))}."
  }

  validation {
    condition = length(flatten([for name, partner in var.partners : [
      for api, access in partner.access : "partners.${name}.access.${api}"
      if access.user_access == null && access.client_access == null
    ]])) == 0
    error_message = "No access is given in ${join(", ", flatten([for name, partner in var.partners : [
      for api, access in partner.access : "partners.${name}.access.${api}"
      if access.user_access == null && access.client_access == null
    ]]))}. Write user_access, client_access or both. To take default permissions away, write scopes = [] there."
  }

  validation {
    condition = length(compact(flatten([for partner in var.partners : [for access in partner.access : [
      for permitted in [access.user_access, access.client_access] : provider::auth0access::scopes_problem(permitted.scopes, permitted.all_scopes) if permitted != null
    ]]]))) == 0
    error_message = join("\n", compact(flatten([for name, partner in var.partners : [for api, access in partner.access : [
      for which in ["user_access", "client_access"] : try("partners.${name}.access.${api}.${which}: ${provider::auth0access::scopes_problem(access[which].scopes, access[which].all_scopes)}", "")
    ]]])))
  }

  validation {
    condition = length(compact(flatten([for partner in var.partners : [
      for url in coalesce(partner.callbacks, toset([])) : provider::auth0access::callback_url_problem(url, partner.security_mode)
    ]]))) == 0
    error_message = join("\n", compact(flatten([for name, partner in var.partners : [
      for url in coalesce(partner.callbacks, toset([])) : try("partners.${name}.callbacks: ${provider::auth0access::callback_url_problem(url, partner.security_mode)}", "")
    ]])))
  }

  validation {
    condition = length([
      for name, partner in var.partners : "partners.${name}.grant_types"
      if anytrue([for access in partner.access : access.client_access != null]) && !contains(coalesce(partner.grant_types, ["client_credentials"]), "client_credentials")
    ]) == 0
    error_message = "client_access needs the grant type client_credentials, which is not in ${join(", ", [
      for name, partner in var.partners : "partners.${name}.grant_types"
      if anytrue([for access in partner.access : access.client_access != null]) && !contains(coalesce(partner.grant_types, ["client_credentials"]), "client_credentials")
    ])}. Add it, or leave grant_types out, or remove client_access."
  }

  validation {
    condition = length([
      for name, partner in var.partners : "partners.${name}"
      if anytrue([for access in partner.access : access.client_access != null]) && (
        partner.token_endpoint_auth_method == null ? partner.public_keys == null && contains(["spa", "native"], partner.app_type) : partner.token_endpoint_auth_method == "none"
      )
    ]) == 0
    error_message = "client_access is only for applications that authenticate. These have no way to authenticate: ${join(", ", [
      for name, partner in var.partners : "partners.${name}"
      if anytrue([for access in partner.access : access.client_access != null]) && (
        partner.token_endpoint_auth_method == null ? partner.public_keys == null && contains(["spa", "native"], partner.app_type) : partner.token_endpoint_auth_method == "none"
      )
    ])}. Remove client_access. If the application runs on a server, write token_endpoint_auth_method = \"client_secret_post\" or public_keys instead."
  }

  validation {
    condition = length([
      for name, partner in var.partners : "partners.${name}.callbacks"
      if length(setintersection(coalesce(partner.grant_types, partner.app_type == "non_interactive" ? [] : ["authorization_code"]), ["authorization_code", "implicit"])) > 0 && length(coalesce(partner.callbacks, toset([]))) == 0
    ]) == 0
    error_message = "An application that logs users in needs callbacks, which are missing: ${join(", ", [
      for name, partner in var.partners : "partners.${name}.callbacks"
      if length(setintersection(coalesce(partner.grant_types, partner.app_type == "non_interactive" ? [] : ["authorization_code"]), ["authorization_code", "implicit"])) > 0 && length(coalesce(partner.callbacks, toset([]))) == 0
    ])}. Write the URLs that Auth0 may redirect to, or app_type = \"non_interactive\" if the application logs nobody in."
  }

  validation {
    condition = length([
      for name, partner in var.partners : "partners.${name}.redirect_protection"
      if !partner.redirect_protection.enabled && partner.redirect_protection.trusted_callback_hosts == null
    ]) == 0
    error_message = "enabled = false needs trusted_callback_hosts, which are missing in ${join(", ", [
      for name, partner in var.partners : "partners.${name}.redirect_protection"
      if !partner.redirect_protection.enabled && partner.redirect_protection.trusted_callback_hosts == null
    ])}. Write the hosts of the callbacks, or leave redirect_protection out to keep it on."
  }
}

variable "agents" {
  description = <<-EOT
    AI agents and other applications that cannot keep a secret, by a name of your choice. An agent logs users in and acts only on their behalf;
    its refresh tokens work once and expire.
  EOT

  type = map(object({
    name        = string # what users see when they are asked for consent
    description = optional(string)
    logo_uri    = optional(string)

    app_type        = optional(string, "native") # or spa; regular_web for one that is hosted
    security_mode   = optional(string, "strict") # fixed when the application is created
    callbacks       = optional(set(string))
    allowed_origins = optional(set(string))
    web_origins     = optional(set(string))

    grant_types                = optional(set(string), ["authorization_code", "refresh_token"])
    token_endpoint_auth_method = optional(string, "none")

    require_proof_of_possession = optional(bool)
    jwt_configuration = optional(object({
      alg                 = optional(string)
      lifetime_in_seconds = optional(number)
    }))
    refresh_token = optional(object({
      rotation_type                = optional(string, "rotating")
      expiration_type              = optional(string, "expiring")
      leeway                       = optional(number)
      token_lifetime               = optional(number, 2592000) # 30 days
      infinite_token_lifetime      = optional(bool)
      idle_token_lifetime          = optional(number, 604800) # 7 days
      infinite_idle_token_lifetime = optional(bool)
    }), {})

    client_metadata     = optional(map(string))
    deletion_protection = optional(bool, true) # to remove the application: set false, apply, then delete the entry

    # Of strict applications. To turn it off, name the hosts that failed logins may be redirected to.
    redirect_protection = optional(object({
      enabled                = optional(bool, true)
      trusted_callback_hosts = optional(set(string))
    }), {})

    # Of strict applications: requests a second for tokens and logins. limit = 0 shuts the application off at once.
    rate_limit = optional(object({
      action       = optional(string, "block") # or log, redirect, or allow (exempt from the limit of its group)
      limit        = optional(number)
      redirect_uri = optional(string)
    }))

    # By a name in apis. It replaces the API's default permissions for this application.
    access = optional(map(object({
      user_access = optional(object({
        scopes                      = optional(set(string))
        all_scopes                  = optional(bool)
        authorization_details_types = optional(set(string))
      }))
      client_access = optional(object({ # always refused
        scopes     = optional(set(string))
        all_scopes = optional(bool)
      }))
      expires_at = optional(string) # when the access ends, such as 2027-01-31T00:00:00Z
      review_by  = optional(string) # from 14 days before, plans warn
    })), {})
  }))

  default  = {}
  nullable = false

  validation {
    condition     = length(compact([for name in keys(var.agents) : provider::auth0access::key_problem(name)])) == 0
    error_message = join("\n", compact([for name in keys(var.agents) : provider::auth0access::key_problem(name)]))
  }

  validation {
    condition = length(flatten([for name, agent in var.agents : concat(
      agent.token_endpoint_auth_method == "none" ? [] : ["agents.${name}.token_endpoint_auth_method"],
      contains(agent.grant_types, "client_credentials") ? ["agents.${name}.grant_types"] : [],
      [for api, access in agent.access : "agents.${name}.access.${api}.client_access" if access.client_access != null],
    )])) == 0
    error_message = "An agent cannot keep a secret, and acts only on behalf of users. Remove ${join(", ", flatten([for name, agent in var.agents : concat(
      agent.token_endpoint_auth_method == "none" ? [] : ["agents.${name}.token_endpoint_auth_method"],
      contains(agent.grant_types, "client_credentials") ? ["agents.${name}.grant_types"] : [],
      [for api, access in agent.access : "agents.${name}.access.${api}.client_access" if access.client_access != null],
    )]))}, or declare the application in partners if it runs on a server and authenticates."
  }

  validation {
    condition = length(flatten([for name, agent in var.agents : [
      for api in keys(agent.access) : "agents.${name}.access.${api}"
      if !contains(keys(var.apis), api)
    ]])) == 0
    error_message = "These refer to no entry of apis: ${join(", ", flatten([for name, agent in var.agents : [
      for api in keys(agent.access) : "agents.${name}.access.${api}"
      if !contains(keys(var.apis), api)
    ]]))}. Add the API to apis with its audience, or write a name that is in apis: ${join(", ", keys(var.apis))}."
  }

  validation {
    condition = length(flatten([for name, agent in var.agents : [
      for api, access in agent.access : "agents.${name}.access.${api}"
      if access.user_access == null && access.client_access == null
    ]])) == 0
    error_message = "No access is given in ${join(", ", flatten([for name, agent in var.agents : [
      for api, access in agent.access : "agents.${name}.access.${api}"
      if access.user_access == null && access.client_access == null
    ]]))}. Write user_access. To take default permissions away, write scopes = [] there."
  }

  validation {
    condition = length(compact(flatten([for agent in var.agents : [for access in agent.access : [
      for permitted in [access.user_access, access.client_access] : provider::auth0access::scopes_problem(permitted.scopes, permitted.all_scopes) if permitted != null
    ]]]))) == 0
    error_message = join("\n", compact(flatten([for name, agent in var.agents : [for api, access in agent.access : [
      for which in ["user_access", "client_access"] : try("agents.${name}.access.${api}.${which}: ${provider::auth0access::scopes_problem(access[which].scopes, access[which].all_scopes)}", "")
    ]]])))
  }

  validation {
    condition = length(compact(flatten([for agent in var.agents : [
      for url in coalesce(agent.callbacks, toset([])) : provider::auth0access::callback_url_problem(url, agent.security_mode)
    ]]))) == 0
    error_message = join("\n", compact(flatten([for name, agent in var.agents : [
      for url in coalesce(agent.callbacks, toset([])) : try("agents.${name}.callbacks: ${provider::auth0access::callback_url_problem(url, agent.security_mode)}", "")
    ]])))
  }

  validation {
    condition = length([
      for name, agent in var.agents : "agents.${name}.callbacks"
      if length(setintersection(agent.grant_types, ["authorization_code", "implicit"])) > 0 && length(coalesce(agent.callbacks, toset([]))) == 0
    ]) == 0
    error_message = "An application that logs users in needs callbacks, which are missing: ${join(", ", [
      for name, agent in var.agents : "agents.${name}.callbacks"
      if length(setintersection(agent.grant_types, ["authorization_code", "implicit"])) > 0 && length(coalesce(agent.callbacks, toset([]))) == 0
    ])}. Write the URLs that Auth0 may redirect to, or leave authorization_code out of grant_types if the agent logs users in without redirects."
  }

  validation {
    condition = length([
      for name, agent in var.agents : "agents.${name}.redirect_protection"
      if !agent.redirect_protection.enabled && agent.redirect_protection.trusted_callback_hosts == null
    ]) == 0
    error_message = "enabled = false needs trusted_callback_hosts, which are missing in ${join(", ", [
      for name, agent in var.agents : "agents.${name}.redirect_protection"
      if !agent.redirect_protection.enabled && agent.redirect_protection.trusted_callback_hosts == null
    ])}. Write the hosts of the callbacks, or leave redirect_protection out to keep it on."
  }
}

variable "described_agents" {
  description = <<-EOT
    Agents that their publishers describe in client ID metadata documents, by a name of your choice. The publisher chooses name, callbacks and keys:
    plans show changes, and refuse those that nobody has accepted. An agent logs users in and acts only on their behalf.
  EOT

  type = map(object({
    metadata_url = string # of the document; it is the client_id in logins

    # If left out, the document of the first plan is accepted, and a later document with more fails the plan.
    allowed_callback_hosts = optional(set(string))
    pin                    = optional(string)
    check_document         = optional(bool)

    # If left out, they have the values of the document.
    app_type    = optional(string)
    description = optional(string)
    grant_types = optional(set(string))

    require_proof_of_possession = optional(bool)
    jwt_configuration = optional(object({
      alg                 = optional(string)
      lifetime_in_seconds = optional(number)
    }))
    refresh_token = optional(object({
      rotation_type                = optional(string, "rotating")
      expiration_type              = optional(string, "expiring")
      leeway                       = optional(number)
      token_lifetime               = optional(number, 2592000) # 30 days
      infinite_token_lifetime      = optional(bool)
      idle_token_lifetime          = optional(number, 604800) # 7 days
      infinite_idle_token_lifetime = optional(bool)
    }), {})

    client_metadata     = optional(map(string))
    deletion_protection = optional(bool, true) # to remove the application: set false, apply, then delete the entry

    # To turn it off, name the hosts that failed logins may be redirected to.
    redirect_protection = optional(object({
      enabled                = optional(bool, true)
      trusted_callback_hosts = optional(set(string))
    }), {})

    # Requests a second for tokens and logins. limit = 0 shuts the application off at once.
    rate_limit = optional(object({
      action       = optional(string, "block") # or log, redirect, or allow (exempt from the limit of its group)
      limit        = optional(number)
      redirect_uri = optional(string)
    }))

    # By a name in apis. It replaces the API's default permissions for this application.
    access = optional(map(object({
      user_access = optional(object({
        scopes                      = optional(set(string))
        all_scopes                  = optional(bool)
        authorization_details_types = optional(set(string))
      }))
      client_access = optional(object({ # always refused
        scopes     = optional(set(string))
        all_scopes = optional(bool)
      }))
      expires_at = optional(string) # when the access ends, such as 2027-01-31T00:00:00Z
      review_by  = optional(string) # from 14 days before, plans warn
    })), {})
  }))

  default  = {}
  nullable = false

  validation {
    condition     = length(compact([for name in keys(var.described_agents) : provider::auth0access::key_problem(name)])) == 0
    error_message = join("\n", compact([for name in keys(var.described_agents) : provider::auth0access::key_problem(name)]))
  }

  validation {
    condition     = length(setintersection(keys(var.described_agents), keys(var.agents))) == 0
    error_message = "An agent and a described agent have the same name: ${join(", ", setintersection(keys(var.described_agents), keys(var.agents)))}. Give each application a name of its own."
  }

  validation {
    condition = length(compact([for agent in var.described_agents : provider::auth0access::metadata_url_problem(agent.metadata_url)])) == 0
    error_message = join("\n", compact([
      for name, agent in var.described_agents : try("described_agents.${name}.metadata_url: ${provider::auth0access::metadata_url_problem(agent.metadata_url)}", "")
    ]))
  }

  validation {
    condition     = length(distinct([for agent in var.described_agents : agent.metadata_url])) == length(var.described_agents)
    error_message = "Two entries of described_agents have the same metadata_url, so they are one application. Keep one of them."
  }

  validation {
    condition = length(flatten([for name, agent in var.described_agents : [
      for api, access in agent.access : "described_agents.${name}.access.${api}.client_access" if access.client_access != null
    ]])) == 0
    error_message = "An agent with a document acts only on behalf of users. Remove ${join(", ", flatten([for name, agent in var.described_agents : [
      for api, access in agent.access : "described_agents.${name}.access.${api}.client_access" if access.client_access != null
    ]]))}, or declare the application in partners if it runs on a server and authenticates."
  }

  validation {
    condition = length(flatten([for name, agent in var.described_agents : [
      for api in keys(agent.access) : "described_agents.${name}.access.${api}"
      if !contains(keys(var.apis), api)
    ]])) == 0
    error_message = "These refer to no entry of apis: ${join(", ", flatten([for name, agent in var.described_agents : [
      for api in keys(agent.access) : "described_agents.${name}.access.${api}"
      if !contains(keys(var.apis), api)
    ]]))}. Add the API to apis with its audience, or write a name that is in apis: ${join(", ", keys(var.apis))}."
  }

  validation {
    condition = length(flatten([for name, agent in var.described_agents : [
      for api, access in agent.access : "described_agents.${name}.access.${api}"
      if access.user_access == null && access.client_access == null
    ]])) == 0
    error_message = "No access is given in ${join(", ", flatten([for name, agent in var.described_agents : [
      for api, access in agent.access : "described_agents.${name}.access.${api}"
      if access.user_access == null && access.client_access == null
    ]]))}. Write user_access. To take default permissions away, write scopes = [] there."
  }

  validation {
    condition = length(compact(flatten([for agent in var.described_agents : [for access in agent.access :
      provider::auth0access::scopes_problem(access.user_access.scopes, access.user_access.all_scopes) if access.user_access != null
    ]]))) == 0
    error_message = join("\n", compact(flatten([for name, agent in var.described_agents : [for api, access in agent.access :
      try("described_agents.${name}.access.${api}.user_access: ${provider::auth0access::scopes_problem(access.user_access.scopes, access.user_access.all_scopes)}", "")
    ]])))
  }

  validation {
    condition = length([
      for name, agent in var.described_agents : "described_agents.${name}.redirect_protection"
      if !agent.redirect_protection.enabled && agent.redirect_protection.trusted_callback_hosts == null
    ]) == 0
    error_message = "enabled = false needs trusted_callback_hosts, which are missing in ${join(", ", [
      for name, agent in var.described_agents : "described_agents.${name}.redirect_protection"
      if !agent.redirect_protection.enabled && agent.redirect_protection.trusted_callback_hosts == null
    ])}. Write the hosts of the callbacks, or leave redirect_protection out to keep it on."
  }
}

variable "rate_limits" {
  description = <<-EOT
    Limits that applications share, by group: `third_party_clients` (all strict ones without a metadata document) and `cimd_clients` (all with one).
    `default` applies to each application without another limit, including your own. An application with a `rate_limit` is in no group.
  EOT

  type = map(object({
    action       = optional(string, "block") # or log, redirect, allow
    limit        = optional(number)          # requests a second for tokens and logins
    redirect_uri = optional(string)
  }))

  default  = {}
  nullable = false
}

variable "connections" {
  description = <<-EOT
    Connections that third-party applications may log users in with, by a key of your choice: the `id`, or the `name` of one that exists.
    `promoted = false` keeps a connection closed to them.
  EOT

  type = map(object({
    id       = optional(string)
    name     = optional(string) # in Auth0, not the display name; known when the plan is made
    promoted = optional(bool, true)
  }))

  default  = {}
  nullable = false

  validation {
    condition = alltrue([for connection in var.connections : (connection.id == null) != (connection.name == null)])
    error_message = "A connection needs an id or a name, and not both: ${join(", ", [
      for name, connection in var.connections : "connections.${name}" if(connection.id == null) == (connection.name == null)
    ])}. Write one of them."
  }

  validation {
    condition = length(distinct([
      for connection in var.connections : connection.name != null ? "name:${connection.name}" : connection.id
    ])) == length(var.connections)
    error_message = "Two entries of connections are the same connection. Keep one of them."
  }
}

variable "dynamic_client_registration" {
  description = <<-EOT
    Whether anybody may register applications with the tenant, and in which security mode. By default, nobody may. With null, the setting stays as it is.
  EOT

  type = object({
    enabled                           = optional(bool, false)
    security_mode                     = optional(string, "strict")
    allow_without_default_permissions = optional(bool)
  })

  default = {}

  validation {
    condition = try(var.dynamic_client_registration.enabled, false) ? (
      try(var.dynamic_client_registration.allow_without_default_permissions, null) == true || length(local.apis_with_default_permissions) > 0
    ) : true
    error_message = "Registered applications get only default permissions, and no API in apis has any. Add default_permissions to an API, or write enabled = false. To let anybody register anyway, write allow_without_default_permissions = true."
  }
}

variable "organizations" {
  description = <<-EOT
    Organizations, and whether their users may log in with third-party applications, by a key of your choice: the `id`, or the `name` of one
    that exists. `access` is `block` unless you write `allow`.
  EOT

  type = map(object({
    id     = optional(string)
    name   = optional(string) # in Auth0, not the display name; known when the plan is made
    access = optional(string, "block")
  }))

  default  = {}
  nullable = false

  validation {
    condition = alltrue([for organization in var.organizations : (organization.id == null) != (organization.name == null)])
    error_message = "An organization needs an id or a name, and not both: ${join(", ", [
      for name, organization in var.organizations : "organizations.${name}" if(organization.id == null) == (organization.name == null)
    ])}. Write one of them."
  }

  validation {
    condition = length(distinct([
      for organization in var.organizations : organization.name != null ? "name:${organization.name}" : organization.id
    ])) == length(var.organizations)
    error_message = "Two entries of organizations are the same organization. Keep one of them."
  }
}

variable "exclusive" {
  description = <<-EOT
    Which sets this module declares completely: grants of the partners and agents, default permissions of the tenant, promoted connections
    of the tenant. Anything undeclared shows in the plan, and apply removes it. With third_party_applications, an undeclared third-party
    application fails the plan, which names it. Applications that registered themselves do not count, and nothing is deleted.
  EOT

  type = object({
    client_grants                = optional(bool, true)
    default_permissions          = optional(bool, true)
    connection_domain_promotions = optional(bool, true)
    third_party_applications     = optional(bool, false)
  })

  default  = {}
  nullable = false
}

variable "declared_elsewhere" {
  description = <<-EOT
    Objects that other configurations declare in the same tenant, so that they do not count as undeclared here: grants of a partner or agent by its name here,
    identifiers of APIs that have default permissions, ids of promoted connections, client ids of third-party applications.
  EOT

  type = object({
    client_grants = optional(map(set(object({
      audience     = string
      subject_type = string
    }))), {})
    default_permissions          = optional(set(string), [])
    connection_domain_promotions = optional(set(string), [])
    third_party_applications     = optional(set(string), [])
  })

  default  = {}
  nullable = false

  validation {
    condition     = length(setsubtract(keys(var.declared_elsewhere.client_grants), local.names)) == 0
    error_message = "No partner or agent has these names: ${join(", ", setsubtract(keys(var.declared_elsewhere.client_grants), local.names))}. In declared_elsewhere.client_grants, write names of partners, agents or described_agents."
  }
}

variable "report_effective_access" {
  description = <<-EOT
    Whether to compute who can reach what, for the output `effective_access`. It lists all third-party applications, APIs and grants of the tenant.
  EOT

  type     = bool
  default  = true
  nullable = false
}
