# The tenant acme: https://acme.eu.auth0.com

terraform {
  required_version = ">= 1.10"

  # Only this tenant's state, in its own database: PG_CONN_STR names it.
  backend "pg" {}

  required_providers {
    auth0access = {
      source  = "auth0access/auth0access"
      version = "~> 1.0"
    }
  }
}

# AUTH0_DOMAIN, AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET are those of this tenant.
provider "auth0access" {}

module "baseline" {
  source = "../../../modules/tenant-baseline"

  apis = {
    orders = {
      audience = "https://orders.example.com/"
      default_permissions = {
        user_access = { scopes = ["read:orders"] }
      }
    }
  }

  partners = {
    fastlane = {
      name      = "Fastlane Logistics"
      callbacks = ["https://portal.fastlane.example/auth/callback"]
      access = {
        orders = {
          user_access   = { scopes = ["read:orders"] }
          client_access = { scopes = ["read:orders", "create:orders"] }
        }
      }
    }
  }
}

output "client_ids" {
  value = module.baseline.client_ids
}
