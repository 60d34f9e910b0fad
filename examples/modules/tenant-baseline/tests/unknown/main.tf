# Gives the module identifiers and ids that no plan knows, as resources of other providers do.

terraform {
  required_providers {
    auth0access = {
      source = "auth0access/auth0access"
    }
  }
}

resource "terraform_data" "made_elsewhere" {
  input = {
    audience   = "https://orders.example.com/"
    connection = "con_customers0000001"
    callback   = "https://portal.partner.example/callback"
  }
}

module "baseline" {
  source = "../.."

  apis = {
    orders = {
      audience            = terraform_data.made_elsewhere.output.audience
      default_permissions = { user_access = { scopes = [] } }
    }
  }

  partners = {
    portal = {
      name                = "Portal"
      callbacks           = [terraform_data.made_elsewhere.output.callback]
      deletion_protection = false
      redirect_protection = { enabled = false, trusted_callback_hosts = ["portal.partner.example"] }
      access              = { orders = { user_access = { scopes = ["read:orders"] } } }
    }
  }

  connections = {
    customers = { id = terraform_data.made_elsewhere.output.connection }
  }
}

output "effective_access" {
  value = module.baseline.effective_access
}

output "login_connections" {
  value = module.baseline.login_connections
}
