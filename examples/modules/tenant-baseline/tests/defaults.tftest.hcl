# The defaults are secure, and create nothing that is not declared.

run "nothing_is_declared" {
  assert {
    condition = alltrue([
      length(auth0access_default_permissions_exclusive.this[0].audiences) == 0,
      length(auth0access_connection_domain_promotions_exclusive.this[0].connection_ids) == 0,
      !auth0access_dynamic_client_registration.this[0].enabled,
      auth0access_dynamic_client_registration.this[0].security_mode == "strict",
    ])
    error_message = "Without variables, something is permitted."
  }

  assert {
    condition = 0 == sum([
      length(auth0access_third_party_application.this),
      length(auth0access_cimd_application.this),
      length(auth0access_rate_limit_policy.this),
      length(auth0access_rate_limit_policy.group),
      length(auth0access_third_party_applications_exclusive.this),
      length(auth0access_api_default_permissions.this),
      length(auth0access_api_access_policy.this),
      length(auth0access_connection_domain_promotion.this),
      length(auth0access_organization_third_party_access.this),
    ])
    error_message = "Without variables, there are further resources."
  }
}

run "applications_say_no_more_than_they_must" {
  command = plan

  variables {
    partners = {
      portal  = { name = "Portal", callbacks = ["https://portal.partner.example/callback"] }
      service = { name = "Service", app_type = "non_interactive", access = { orders = { client_access = { scopes = [] } } } }
      widget  = { name = "Widget", app_type = "spa", callbacks = ["https://widget.partner.example/callback"] }
    }

    agents = {
      assistant = { name = "Assistant", callbacks = ["http://127.0.0.1/callback"] }
    }

    apis = {
      orders = { audience = "https://orders.example.com/" }
    }
  }

  assert {
    condition     = alltrue([for application in auth0access_third_party_application.this : application.security_mode == "strict"])
    error_message = "Not every application is strict."
  }

  assert {
    condition     = alltrue([for application in auth0access_third_party_application.this : application.deletion_protection])
    error_message = "Not every application is protected from deletion."
  }

  assert {
    condition = { for name, application in auth0access_third_party_application.this : name => join(" ", application.grant_types) } == {
      portal    = "authorization_code refresh_token"
      service   = "client_credentials"
      widget    = "authorization_code refresh_token"
      assistant = "authorization_code refresh_token"
    }
    error_message = "Grant types do not follow from the types and the access of the applications."
  }

  assert {
    condition = { for name, application in auth0access_third_party_application.this : name => application.token_endpoint_auth_method } == {
      portal    = "client_secret_post"
      service   = "client_secret_post"
      widget    = "none"
      assistant = "none"
    }
    error_message = "Applications do not authenticate as suits their types."
  }

  assert {
    condition     = keys(auth0access_redirect_protection.this) == ["assistant", "portal", "service", "widget"] && alltrue([for protection in auth0access_redirect_protection.this : protection.enabled])
    error_message = "Not every application's redirects are protected."
  }

  assert {
    condition = alltrue([
      keys(auth0access_client_grants_exclusive.this) == ["assistant", "portal", "service", "widget"],
      length(auth0access_client_grants_exclusive.this["portal"].grants) == 0,
      length(auth0access_client_grants_exclusive.this["service"].grants) == 1,
    ])
    error_message = "Not every application has its grants declared completely."
  }

  assert {
    condition     = auth0access_third_party_application.this["assistant"].refresh_token.rotation_type == "rotating" && auth0access_third_party_application.this["assistant"].refresh_token.token_lifetime == 2592000
    error_message = "The agent's refresh tokens do not rotate and expire."
  }
}

run "everything_can_be_left_alone" {
  command = plan

  variables {
    dynamic_client_registration = null
    report_effective_access     = false

    exclusive = {
      client_grants                = false
      default_permissions          = false
      connection_domain_promotions = false
    }
  }

  assert {
    condition = output.effective_access == null && 0 == sum([
      length(auth0access_dynamic_client_registration.this),
      length(auth0access_client_grants_exclusive.this),
      length(auth0access_default_permissions_exclusive.this),
      length(auth0access_connection_domain_promotions_exclusive.this),
      length(data.auth0access_effective_access.this),
    ])
    error_message = "There are resources that were switched off."
  }
}

run "applications_are_exclusive_on_demand" {
  variables {
    partners = {
      northwind = { name = "Northwind", deletion_protection = false, callbacks = ["https://orders.northwind.example/callback"] }
    }
    exclusive          = { third_party_applications = true }
    declared_elsewhere = { third_party_applications = ["tpc_elsewhere"] }
  }

  assert {
    condition = auth0access_third_party_applications_exclusive.this[0].client_ids == toset([
      auth0access_third_party_application.this["northwind"].client_id, "tpc_elsewhere",
    ])
    error_message = "The set of applications is not exactly what is declared here and elsewhere."
  }
}
