# Tokens prove what is declared: those of users who log in, and those that applications get for themselves.

variables {
  apis = {
    orders = { audience = "https://orders.example.com/" }

    catalog = {
      audience            = "https://catalog.example.com/"
      default_permissions = { user_access = { scopes = ["read:products"] } }
    }
  }

  partners = {
    portal = {
      name                = "Portal"
      callbacks           = ["https://portal.partner.example/callback"]
      deletion_protection = false
      access              = { orders = { user_access = { scopes = ["read:orders"] }, client_access = { scopes = ["cancel:orders"] } } }
    }

    shut_off = {
      name                = "Shut off"
      callbacks           = ["https://portal.partner.example/callback"]
      deletion_protection = false
      rate_limit          = { limit = 0 }
      access              = { orders = { client_access = { scopes = ["read:orders"] } } }
    }
  }

  described_agents = {
    described = { metadata_url = "https://agent.example.com/client.json", deletion_protection = false }
  }

  connections = {
    customers = { name = "customers" }
    staff     = { name = "staff", promoted = false }
  }
}

run "declares_it" {}

run "partner_gets_its_own_scopes" {
  module {
    source = "./tests/login"
  }
  variables {
    client_id = run.declares_it.client_ids.portal
    scopes    = ["read:orders", "create:orders"]
    expected  = "logged in, scopes: read:orders"
  }
}

run "partner_is_granted_its_own_scopes_as_itself" {
  module {
    source = "./tests/token"
  }
  variables {
    client_id = run.declares_it.client_ids.portal
    audience  = "https://orders.example.com/"
  }
  assert {
    condition     = output.check.granted && output.check.scopes == toset(["cancel:orders"])
    error_message = "The tenant answered ${jsonencode(output.check)}."
  }
}

run "partner_is_refused_another_api" {
  module {
    source = "./tests/token"
  }
  variables {
    client_id = run.declares_it.client_ids.portal
    audience  = "https://catalog.example.com/"
  }
  assert {
    condition     = !output.check.granted && output.check.error == "access_denied"
    error_message = "The tenant answered ${jsonencode(output.check)}."
  }
}

run "partner_that_is_shut_off_gets_no_token" {
  module {
    source = "./tests/token"
  }
  variables {
    client_id = run.declares_it.client_ids.shut_off
    audience  = "https://orders.example.com/"
  }
  assert {
    condition     = !output.check.granted && output.check.error == "too_many_requests"
    error_message = "The tenant answered ${jsonencode(output.check)}."
  }
}

run "agent_gets_default_permissions" {
  module {
    source = "./tests/login"
  }
  variables {
    client_id = "https://agent.example.com/client.json"
    audience  = "https://catalog.example.com/"
    scopes    = ["read:products", "write:products"]
    expected  = "logged in, scopes: read:products"
  }
}

run "agent_gets_nothing_else" {
  module {
    source = "./tests/login"
  }
  variables {
    client_id = "https://agent.example.com/client.json"
    scopes    = ["read:orders"]
    expected  = "error page: "
  }
}

run "staff_cannot_log_in" {
  module {
    source = "./tests/login"
  }
  variables {
    client_id = run.declares_it.client_ids.portal
    user      = "bob@staff.example"
    scopes    = ["read:orders"]
    expected  = "no login is possible"
  }
}
