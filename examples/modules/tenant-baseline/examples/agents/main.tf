# Agents that act on behalf of users. Each that has no access of its own may read the catalog, and so may those that register themselves.

provider "auth0access" {} # AUTH0_DOMAIN, AUTH0_CLIENT_ID, AUTH0_CLIENT_SECRET

module "third_party_access" {
  source = "../.."

  apis = {
    orders = { audience = "https://orders.example.com/" }

    catalog = {
      audience            = "https://catalog.example.com/"
      default_permissions = { user_access = { scopes = ["read:products"] } }
    }
  }

  agents = {
    assistant = {
      name      = "Desktop assistant"
      callbacks = ["http://127.0.0.1:33418/callback"]
    }

    shopping = {
      name      = "Basket shopping agent"
      app_type  = "regular_web"
      callbacks = ["https://agent.basket.example/callback"]
      access    = { orders = { user_access = { scopes = ["read:orders", "create:orders"] } } }
    }
  }

  # Its publisher says what it is, and this how much of that is accepted.
  described_agents = {
    reorder = {
      metadata_url           = "https://agent.reorder.example/client.json"
      allowed_callback_hosts = ["agent.reorder.example"]
      access                 = { orders = { user_access = { scopes = ["read:orders"] } } }
    }
  }

  # All agents of each kind together, in requests a second.
  rate_limits = {
    third_party_clients = { limit = 100 }
    cimd_clients        = { limit = 50 }
  }

  connections = {
    customers = { name = "customers" }
  }

  dynamic_client_registration = { enabled = true }
}

output "effective_access" {
  value = module.third_party_access.effective_access.markdown
}
