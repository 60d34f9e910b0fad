# Mistakes that a plan names before anything is sent. One mistake in each run: Terraform checks the partners only after it has
# found no fault with the APIs and agents.

variables {
  apis = {
    orders = { audience = "https://orders.example.com/" }
  }
}

run "name_of_an_api_that_is_no_part_of_an_address" {
  command = plan

  variables {
    apis = { "orders/v1" = { audience = "https://orders.example.com/" } }
  }

  expect_failures = [var.apis]
}

run "name_of_a_partner_that_is_no_part_of_an_address" {
  command = plan

  variables {
    partners = { "the portal" = { name = "Portal", callbacks = ["https://portal.partner.example/callback"] } }
  }

  expect_failures = [var.partners]
}

run "name_of_an_agent_that_is_no_part_of_an_address" {
  command = plan

  variables {
    agents = { "my.agent" = { name = "Agent", callbacks = ["http://127.0.0.1/callback"] } }
  }

  expect_failures = [var.agents]
}

run "one_api_under_two_names" {
  command = plan

  variables {
    apis = {
      orders    = { audience = "https://orders.example.com/" }
      orders_v1 = { audience = "https://orders.example.com/" }
    }
  }

  expect_failures = [var.apis]
}

run "default_permissions_that_permit_nothing" {
  command = plan

  variables {
    apis = { orders = { audience = "https://orders.example.com/", default_permissions = {} } }
  }

  expect_failures = [var.apis]
}

run "default_permissions_of_scopes_beside_all_scopes" {
  command = plan

  variables {
    apis = {
      orders = {
        audience            = "https://orders.example.com/"
        default_permissions = { user_access = { scopes = ["read:orders"], all_scopes = true } }
      }
    }
  }

  expect_failures = [var.apis]
}

run "default_permissions_without_scopes" {
  command = plan

  variables {
    apis = { orders = { audience = "https://orders.example.com/", default_permissions = { client_access = {} } } }
  }

  expect_failures = [var.apis]
}

run "application_among_partners_and_agents" {
  command = plan

  variables {
    partners = { portal = { name = "Portal", callbacks = ["https://portal.partner.example/callback"] } }
    agents   = { portal = { name = "Portal", callbacks = ["https://portal.partner.example/callback"] } }
  }

  expect_failures = [var.partners]
}

run "partner_that_reaches_an_api_not_declared" {
  command = plan

  variables {
    partners = { portal = { name = "Portal", callbacks = ["https://portal.partner.example/callback"], access = { billing = { user_access = { scopes = [] } } } } }
  }

  expect_failures = [var.partners]
}

run "partner_with_access_that_permits_nothing" {
  command = plan

  variables {
    partners = { portal = { name = "Portal", callbacks = ["https://portal.partner.example/callback"], access = { orders = {} } } }
  }

  expect_failures = [var.partners]
}

run "partner_with_scopes_beside_all_scopes" {
  command = plan

  variables {
    partners = { portal = { name = "Portal", callbacks = ["https://portal.partner.example/callback"], access = { orders = { client_access = { scopes = ["read:orders"], all_scopes = true } } } } }
  }

  expect_failures = [var.partners]
}

run "partner_without_scopes" {
  command = plan

  variables {
    partners = { portal = { name = "Portal", callbacks = ["https://portal.partner.example/callback"], access = { orders = { user_access = { all_scopes = false } } } } }
  }

  expect_failures = [var.partners]
}

run "partner_with_client_access_and_without_its_grant_type" {
  command = plan

  variables {
    partners = {
      portal = {
        name        = "Portal"
        callbacks   = ["https://portal.partner.example/callback"]
        grant_types = ["authorization_code"]
        access      = { orders = { client_access = { scopes = ["read:orders"] } } }
      }
    }
  }

  expect_failures = [var.partners]
}

run "partner_with_client_access_in_a_browser" {
  command = plan

  variables {
    partners = { portal = { name = "Portal", callbacks = ["https://portal.partner.example/callback"], app_type = "spa", access = { orders = { client_access = { scopes = [] } } } } }
  }

  expect_failures = [var.partners]
}

run "partner_that_redirects_failed_logins_anywhere" {
  command = plan

  variables {
    partners = { portal = { name = "Portal", callbacks = ["https://portal.partner.example/callback"], redirect_protection = { enabled = false } } }
  }

  expect_failures = [var.partners]
}

run "agent_with_a_secret" {
  command = plan

  variables {
    agents = { assistant = { name = "Assistant", callbacks = ["http://127.0.0.1/callback"], token_endpoint_auth_method = "client_secret_post" } }
  }

  expect_failures = [var.agents]
}

run "agent_with_client_credentials" {
  command = plan

  variables {
    agents = { assistant = { name = "Assistant", callbacks = ["http://127.0.0.1/callback"], grant_types = ["client_credentials"] } }
  }

  expect_failures = [var.agents]
}

run "agent_that_acts_for_itself" {
  command = plan

  variables {
    agents = { assistant = { name = "Assistant", callbacks = ["http://127.0.0.1/callback"], access = { orders = { client_access = { scopes = [] } } } } }
  }

  expect_failures = [var.agents]
}

run "agent_that_reaches_an_api_not_declared" {
  command = plan

  variables {
    agents = { assistant = { name = "Assistant", callbacks = ["http://127.0.0.1/callback"], access = { billing = { user_access = { scopes = [] } } } } }
  }

  expect_failures = [var.agents]
}

run "agent_with_access_that_permits_nothing" {
  command = plan

  variables {
    agents = { assistant = { name = "Assistant", callbacks = ["http://127.0.0.1/callback"], access = { orders = {} } } }
  }

  expect_failures = [var.agents]
}

run "agent_with_scopes_beside_all_scopes" {
  command = plan

  variables {
    agents = { assistant = { name = "Assistant", callbacks = ["http://127.0.0.1/callback"], access = { orders = { user_access = { scopes = ["read:orders"], all_scopes = true } } } } }
  }

  expect_failures = [var.agents]
}

run "agent_that_redirects_failed_logins_anywhere" {
  command = plan

  variables {
    agents = { assistant = { name = "Assistant", callbacks = ["http://127.0.0.1/callback"], redirect_protection = { enabled = false } } }
  }

  expect_failures = [var.agents]
}

run "connection_under_two_names" {
  command = plan

  variables {
    connections = {
      customers = { id = "con_customers0000001" }
      staff     = { id = "con_customers0000001", promoted = false }
    }
  }

  expect_failures = [var.connections]
}

run "organization_under_two_names" {
  command = plan

  variables {
    organizations = {
      acme    = { id = "org_acme000000000001", access = "allow" }
      example = { id = "org_acme000000000001" }
    }
  }

  expect_failures = [var.organizations]
}

run "registration_with_nothing_to_reach" {
  command = plan

  variables {
    dynamic_client_registration = { enabled = true }
  }

  expect_failures = [var.dynamic_client_registration]
}

run "grants_elsewhere_of_an_application_that_is_not_here" {
  command = plan

  variables {
    declared_elsewhere = { client_grants = { portal = [{ audience = "https://billing.example.com/", subject_type = "user" }] } }
  }

  expect_failures = [var.declared_elsewhere]
}

run "partner_with_a_callback_that_stands_for_many" {
  command = plan

  variables {
    partners = { portal = { name = "Application", callbacks = ["https://good.example.com/callback", "https://*.example.com/callback"] } }
  }

  expect_failures = [var.partners]
}

run "partner_with_a_callback_that_has_a_blank" {
  command = plan

  variables {
    partners = { portal = { name = "Application", security_mode = "permissive", callbacks = ["https://*.example.com/callback "] } }
  }

  expect_failures = [var.partners]
}

run "agent_with_a_callback_that_stands_for_many" {
  command = plan

  variables {
    agents = { assistant = { name = "Application", callbacks = ["https://good.example.com/callback", "https://*.example.com/callback"] } }
  }

  expect_failures = [var.agents]
}

run "agent_with_a_callback_that_has_a_blank" {
  command = plan

  variables {
    agents = { assistant = { name = "Application", security_mode = "permissive", callbacks = ["https://*.example.com/callback "] } }
  }

  expect_failures = [var.agents]
}

run "partner_that_logs_users_in_without_callbacks" {
  command = plan

  variables {
    partners = { portal = { name = "Portal" } }
  }

  expect_failures = [var.partners]
}

# Terraform drops attributes that a type does not have. What is left is refused if it cannot work.
run "partner_whose_callbacks_are_misspelt" {
  command = plan

  variables {
    partners = { portal = { name = "Portal", callback = ["https://portal.partner.example/callback"] } }
  }

  expect_failures = [var.partners]
}

run "agent_that_logs_users_in_without_callbacks" {
  command = plan

  variables {
    agents = { assistant = { name = "Assistant", callbacks = [] } }
  }

  expect_failures = [var.agents]
}

run "connection_by_id_and_name" {
  command = plan

  variables {
    connections = { customers = { id = "con_customers0000001", name = "customers" } }
  }

  expect_failures = [var.connections]
}

run "connection_by_nothing" {
  command = plan

  variables {
    connections = { customers = { promoted = false } }
  }

  expect_failures = [var.connections]
}

run "organization_by_id_and_name" {
  command = plan

  variables {
    organizations = { acme = { id = "org_acme000000000001", name = "acme" } }
  }

  expect_failures = [var.organizations]
}

run "organization_by_nothing" {
  command = plan

  variables {
    organizations = { acme = { access = "allow" } }
  }

  expect_failures = [var.organizations]
}

run "name_of_a_described_agent_that_is_no_part_of_an_address" {
  command = plan

  variables {
    described_agents = { "my.agent" = { metadata_url = "https://agent.example.com/client.json" } }
  }

  expect_failures = [var.described_agents]
}

run "application_among_both_kinds_of_agents" {
  command = plan

  variables {
    described_agents = { described = { metadata_url = "https://agent.example.com/client.json" } }
    agents           = { described = { name = "Assistant", callbacks = ["http://127.0.0.1/callback"] } }
  }

  expect_failures = [var.described_agents]
}

run "application_among_partners_and_described_agents" {
  command = plan

  variables {
    described_agents = { described = { metadata_url = "https://agent.example.com/client.json" } }
    partners         = { described = { name = "Portal", callbacks = ["https://portal.partner.example/callback"] } }
  }

  expect_failures = [var.partners]
}

run "document_by_http" {
  command = plan

  variables {
    described_agents = { described = { metadata_url = "http://agent.example.com/client.json" } }
  }

  expect_failures = [var.described_agents]
}

run "one_document_under_two_names" {
  command = plan

  variables {
    described_agents = {
      one   = { metadata_url = "https://agent.example.com/client.json" }
      other = { metadata_url = "https://agent.example.com/client.json" }
    }
  }

  expect_failures = [var.described_agents]
}

run "described_agent_that_acts_for_itself" {
  command = plan

  variables {
    described_agents = { described = { metadata_url = "https://agent.example.com/client.json", access = { orders = { client_access = { scopes = [] } } } } }
  }

  expect_failures = [var.described_agents]
}

run "described_agent_that_reaches_an_api_not_declared" {
  command = plan

  variables {
    described_agents = { described = { metadata_url = "https://agent.example.com/client.json", access = { billing = { user_access = { scopes = [] } } } } }
  }

  expect_failures = [var.described_agents]
}

run "described_agent_with_access_that_permits_nothing" {
  command = plan

  variables {
    described_agents = { described = { metadata_url = "https://agent.example.com/client.json", access = { orders = { expires_at = "2199-01-31T00:00:00Z" } } } }
  }

  expect_failures = [var.described_agents]
}

run "described_agent_with_scopes_beside_all_scopes" {
  command = plan

  variables {
    described_agents = { described = { metadata_url = "https://agent.example.com/client.json", access = { orders = { user_access = { scopes = ["read:orders"], all_scopes = true } } } } }
  }

  expect_failures = [var.described_agents]
}

run "described_agent_that_redirects_failed_logins_anywhere" {
  command = plan

  variables {
    described_agents = { described = { metadata_url = "https://agent.example.com/client.json", redirect_protection = { enabled = false } } }
  }

  expect_failures = [var.described_agents]
}
