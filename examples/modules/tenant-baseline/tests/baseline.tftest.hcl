# Everything that the module can declare, on the tenant of tenant.json.

variables {
  apis = {
    orders = {
      audience      = "https://orders.example.com/"
      access_policy = { user_access = "require_client_grant" }
    }

    catalog = {
      audience = "https://catalog.example.com/"
      default_permissions = {
        user_access   = { scopes = ["read:products"] }
        client_access = { all_scopes = true }
        review_by     = "2199-01-01T00:00:00Z"
      }
    }
  }

  partners = {
    portal = {
      name                = "Portal"
      description         = "A partner's portal"
      logo_uri            = "https://portal.partner.example/logo.png"
      callbacks           = ["https://portal.partner.example/callback"]
      client_metadata     = { contact = "integrations@partner.example" }
      deletion_protection = false # the test cleans up
      redirect_protection = { enabled = false, trusted_callback_hosts = ["portal.partner.example"] }
      rate_limit          = { limit = 10 }

      access = {
        orders = {
          user_access   = { scopes = ["read:orders"] }
          client_access = { all_scopes = true }
          expires_at    = "2199-01-31T00:00:00Z"
        }
        catalog = {
          client_access = { scopes = [] } # less than the default permissions
        }
      }
    }

    reporting = {
      name                = "Reporting"
      app_type            = "non_interactive"
      deletion_protection = false
      access              = { orders = { client_access = { scopes = ["read:orders"] } } }

      public_keys = {
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

  agents = {
    assistant = {
      name                = "Assistant"
      callbacks           = ["http://127.0.0.1/callback"]
      deletion_protection = false
      access              = { orders = { user_access = { scopes = ["read:orders", "create:orders"] } } }
    }
  }

  described_agents = {
    described = {
      metadata_url           = "https://agent.example.com/client.json"
      allowed_callback_hosts = ["agent.example.com"]
      deletion_protection    = false
      rate_limit             = { action = "log", limit = 5 }
      access                 = { orders = { user_access = { scopes = ["read:orders"] } } }
    }
  }

  rate_limits = {
    third_party_clients = { limit = 100 }
    cimd_clients        = { limit = 50 }
  }

  connections = {
    customers = { id = "con_customers0000001" }
    staff     = { name = "staff", promoted = false }
  }

  organizations = {
    acme   = { id = "org_acme000000000001", access = "allow" }
    globex = { name = "globex" }
  }

  dynamic_client_registration = { enabled = true }

  declared_elsewhere = {
    client_grants                = { portal = [{ audience = "https://billing.example.com/", subject_type = "client" }] }
    default_permissions          = ["https://billing.example.com/"]
    connection_domain_promotions = ["con_partners00000001"]
  }
}

run "declares_it" {
  assert {
    condition     = keys(output.client_ids) == ["assistant", "described", "portal", "reporting"] && alltrue([for id in output.client_ids : startswith(id, "tpc_")])
    error_message = "The output client_ids does not name the strict applications."
  }

  assert {
    condition = output.security_modes == { assistant = "strict", described = "strict", portal = "strict", reporting = "strict" } && alltrue([
      for key, grant in output.grants : grant.client_id == output.client_ids[split("/", key)[0]] && grant.subject_type == split("/", key)[2]
    ])
    error_message = "The outputs security_modes and grants are not as declared."
  }

  assert {
    condition = keys(output.grants) == [
      "assistant/orders/user", "described/orders/user", "portal/catalog/client", "portal/orders/client", "portal/orders/user", "reporting/orders/client",
    ] && alltrue([for grant in output.grants : startswith(grant.id, "cgr_")])
    error_message = "The output grants does not name each grant."
  }

  assert {
    condition     = output.connection_ids == { customers = "con_customers0000001", staff = "con_staff00000000001" } && output.organization_ids == { acme = "org_acme000000000001", globex = "org_globex0000000001" }
    error_message = "The connection or the organization by name was not found, or an id is not the tenant's."
  }

  assert {
    condition     = output.login_connections == { customers = "customers" }
    error_message = "The output login_connections does not name exactly the promoted connections."
  }

  assert {
    condition     = auth0access_third_party_application.this["reporting"].token_endpoint_auth_method == null && length(auth0access_third_party_application.this["reporting"].client_authentication_methods.private_key_jwt.credentials) == 1
    error_message = "The partner with a public key does not authenticate with it."
  }

  assert {
    condition = alltrue([
      [for grant in auth0access_client_grants_exclusive.this["portal"].grants : "${grant.audience} ${grant.subject_type}"] == [
        "https://billing.example.com/ client",
        "https://catalog.example.com/ client",
        "https://orders.example.com/ client",
        "https://orders.example.com/ user",
      ],
      auth0access_default_permissions_exclusive.this[0].audiences == toset(["https://billing.example.com/", "https://catalog.example.com/"]),
      auth0access_connection_domain_promotions_exclusive.this[0].connection_ids == toset(["con_customers0000001", "con_partners00000001"]),
    ])
    error_message = "The exclusive sets do not allow exactly what is declared here and elsewhere."
  }

  assert {
    condition = alltrue([
      keys(auth0access_api_access_policy.this) == ["orders"],
      auth0access_api_access_policy.this["orders"].user_access == "require_client_grant",
      auth0access_api_access_policy.this["orders"].client_access == null,
    ])
    error_message = "The module must manage only the policy that is given, and only the half that is given."
  }

  assert {
    condition = alltrue([
      output.documents.described.name == "Described agent",
      output.documents.described.callbacks == toset(["https://agent.example.com/callback"]),
      auth0access_redirect_protection.this["described"].enabled,
      auth0access_cimd_application.this["described"].refresh_token.rotation_type == "rotating",
    ])
    error_message = "The described agent is not as its document and the defaults say: ${jsonencode(output.documents)}"
  }

  assert {
    condition = output.grants["portal/orders/user"].status == "active" && output.grants["portal/catalog/client"].status == null && (
      auth0access_client_grant.this["portal/orders/client"].expires_at == "2199-01-31T00:00:00Z" && auth0access_api_default_permissions.this["catalog"].review_by == "2199-01-01T00:00:00Z"
    )
    error_message = "Access does not end, or is not reviewed, at the given times: ${jsonencode(output.grants)}"
  }

  assert {
    condition = [for name, policy in merge(auth0access_rate_limit_policy.this, auth0access_rate_limit_policy.group) : "${name} ${policy.action} ${policy.limit}"] == [
      "cimd_clients block 50", "described log 5", "portal block 10", "third_party_clients block 100",
    ]
    error_message = "The limits are not exactly those that are declared."
  }

  # Who can reach what, as Auth0 will decide it.
  assert {
    condition = [
      for entry in output.effective_access.access :
      "${entry.application_name}, ${entry.api_name}, ${entry.subject_type}: ${join(" ", entry.scopes)} (${entry.reason})"
      ] == [
      "Assistant, Catalog, user: read:products (default_permissions)",
      "Assistant, Catalog, client:  (no_client_credentials)",
      "Assistant, Orders, user: create:orders read:orders (own_grant)",
      "Described agent, Catalog, user: read:products (default_permissions)",
      "Described agent, Catalog, client:  (no_client_credentials)",
      "Described agent, Orders, user: read:orders (own_grant)",
      "Portal, Catalog, user: read:products (default_permissions)",
      "Portal, Catalog, client:  (own_grant)",
      "Portal, Orders, user: read:orders (own_grant)",
      "Portal, Orders, client: cancel:orders create:orders read:orders (own_grant)",
      "Reporting, Catalog, user:  (no_grant_type)",
      "Reporting, Catalog, client: read:products write:products (default_permissions)",
      "Reporting, Orders, client: read:orders (own_grant)",
    ]
    error_message = "Access is not as declared:\n${output.effective_access.markdown}"
  }

  assert {
    condition     = strcontains(output.effective_access.markdown, "| `Orders`<br>`https://orders.example.com/` | user | `create:orders`, `read:orders` | own grant |")
    error_message = "The table of access lacks the agent's grant:\n${output.effective_access.markdown}"
  }

  assert {
    condition     = startswith(output.effective_access.mermaid, "flowchart LR")
    error_message = "The picture of access is not a flowchart:\n${output.effective_access.mermaid}"
  }
}

# A plan reads the report only if it changes nothing, because the report depends on everything. Otherwise there is none.
run "plans_nothing_more" {
  command = plan

  assert {
    condition     = length(output.effective_access.access) == 13
    error_message = "A plan after the apply is not empty."
  }
}

run "takes_back_what_is_no_longer_declared" {
  variables {
    agents = {
      assistant = {
        name                = "Assistant"
        callbacks           = ["http://127.0.0.1/callback"]
        deletion_protection = false
        access              = { orders = { user_access = { scopes = ["read:orders"] } } }
      }
    }

    partners                    = {}
    described_agents            = {}
    rate_limits                 = { cimd_clients = { limit = 60 } }
    connections                 = {}
    organizations               = {}
    dynamic_client_registration = {}
    declared_elsewhere          = {}
  }

  assert {
    condition = output.login_connections == {} && [
      for entry in output.effective_access.access : "${entry.application_name} ${entry.api_name} ${entry.subject_type}: ${join(" ", entry.scopes)}"
      ] == [
      "Assistant Catalog user: read:products",
      "Assistant Catalog client: ",
      "Assistant Orders user: read:orders",
    ]
    error_message = "There is more than is still declared:\n${output.effective_access.markdown}"
  }
}

run "ends_what_is_over" {
  variables {
    agents = {
      assistant = {
        name                = "Assistant"
        callbacks           = ["http://127.0.0.1/callback"]
        deletion_protection = false
        access              = { orders = { user_access = { scopes = ["read:orders"] }, expires_at = "2020-01-31T00:00:00Z" } }
      }
    }

    partners                    = {}
    described_agents            = {}
    rate_limits                 = { cimd_clients = { limit = 60 } }
    connections                 = {}
    organizations               = {}
    dynamic_client_registration = {}
    declared_elsewhere          = {}
  }

  assert {
    condition     = output.grants["assistant/orders/user"].status == "ended" && !strcontains(output.effective_access.markdown, "read:orders")
    error_message = "The access still exists after its end:\n${output.effective_access.markdown}"
  }
}
