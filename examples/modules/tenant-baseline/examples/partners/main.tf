# A partner whose portal logs users in, and whose server also acts for itself with a key that Auth0 only knows the public half of.

provider "auth0access" {} # AUTH0_DOMAIN, AUTH0_CLIENT_ID, AUTH0_CLIENT_SECRET

variable "northwind_public_key" {
  description = "Public key of Northwind's server, in PEM."
  type        = string
}

module "third_party_access" {
  source = "../.."

  apis = {
    orders = { audience = "https://orders.example.com/" }
  }

  partners = {
    fastlane = {
      name      = "Fastlane Logistics"
      callbacks = ["https://portal.fastlane.example/auth/callback"]

      access = {
        orders = {
          user_access   = { scopes = ["read:orders"] }
          client_access = { scopes = ["update:shipments"] }
        }
      }
    }

    northwind = {
      name        = "Northwind Reporting"
      app_type    = "non_interactive"
      public_keys = { "2026-q4" = { pem = var.northwind_public_key } }
      rate_limit  = { limit = 20 } # requests a second

      access = {
        orders = {
          client_access = { scopes = ["read:orders"] }
          expires_at    = "2027-11-30T00:00:00Z" # with the contract
          review_by     = "2027-10-31T00:00:00Z"
        }
      }
    }
  }

  connections = {
    customers = { name = "customers" }
    staff     = { name = "staff", promoted = false }
  }
}

output "client_ids" {
  value = module.third_party_access.client_ids
}

output "grants" {
  value = module.third_party_access.grants
}
