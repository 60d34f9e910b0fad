# Two tenants with the same APIs and partners of their own. Beyond a few, give each tenant a root module and a state of its own.

variable "tenants" {
  description = "Domain and credentials of Terraform's application in each tenant."
  type = object({
    staging    = object({ domain = string, client_id = string, client_secret = string })
    production = object({ domain = string, client_id = string, client_secret = string })
  })
  sensitive = true
}

provider "auth0access" {
  alias         = "staging"
  domain        = var.tenants.staging.domain
  client_id     = var.tenants.staging.client_id
  client_secret = var.tenants.staging.client_secret
}

provider "auth0access" {
  alias         = "production"
  domain        = var.tenants.production.domain
  client_id     = var.tenants.production.client_id
  client_secret = var.tenants.production.client_secret
}

locals {
  apis = {
    orders = { audience = "https://orders.example.com/" }
  }

  fastlane = {
    name      = "Fastlane Logistics"
    callbacks = ["https://portal.fastlane.example/auth/callback"]
    access    = { orders = { user_access = { scopes = ["read:orders"] } } }
  }
}

module "staging" {
  source    = "../.."
  providers = { auth0access = auth0access.staging }

  apis = local.apis

  partners = {
    fastlane = merge(local.fastlane, {
      callbacks           = ["https://staging.fastlane.example/auth/callback"]
      deletion_protection = false # staging is made anew at times
    })
  }

  connections = { customers = { name = "customers" } }
}

module "production" {
  source    = "../.."
  providers = { auth0access = auth0access.production }

  apis        = local.apis
  partners    = { fastlane = local.fastlane }
  connections = { customers = { name = "customers" } }
}

output "client_ids" {
  value = {
    staging    = module.staging.client_ids
    production = module.production.client_ids
  }
}
