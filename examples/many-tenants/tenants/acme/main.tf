# The tenant acme: https://acme.eu.auth0.com

terraform {
  required_version = ">= 1.10"

  # The state of this tenant, and of no other, in a database of its own: PG_CONN_STR says which.
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
