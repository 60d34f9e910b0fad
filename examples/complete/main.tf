# A baseline for third-party access: what partners, outside developers and AI agents may do in this tenant.
#
# It answers five questions, one after the other:
#
#   1. What may any third-party application reach without special permission?
#   2. Which applications of partners exist, what may each reach beyond that, and whose callback URLs are trusted with failed
#      logins?
#   3. Which AI agents exist, and what may each do on behalf of its user?
#   4. Which connections may third-party applications log users in with?
#   5. May anybody register more applications?
#
# Whatever the answers are, the boundary in the provider block is the most that they may give.
#
# What is not in the answers is not there: a grant, default permissions or a connection that somebody adds without
# Terraform shows in the next plan, and apply removes it.
#
# Before you apply it to a tenant of your own: write a terraform.tfvars in the manner of example.tfvars with the
# identifiers of your APIs and the ids of your connections, replace the partner and the agent by yours, and see in the
# documentation of the provider how it authenticates. The first plan warns of everything in the tenant that is not in here
# and that apply would remove. Terraform's application needs the scopes that the README of modules/tenant-baseline lists.
#
# This configuration only refers to APIs and connections. They can be made in the Dashboard, or by the provider auth0/auth0 in
# the same configuration: then write auth0_resource_server.orders.identifier in the place of var.orders_api, and
# auth0_connection.customers.id in the place of a connection's id.

terraform {
  required_version = ">= 1.10"

  required_providers {
    auth0access = {
      source  = "auth0access/auth0access"
      version = "~> 1.0"
    }
  }
}

# The domain and the credentials come from AUTH0_DOMAIN, AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET.
provider "auth0access" {
  # The most that anything below may give. A plan that gives more is refused, whoever wrote it, and no module
  # can change it. Third parties cannot cancel orders.
  access_boundary = {
    apis = {
      (var.catalog_api) = ["read:products", "read:stock"]
      (var.orders_api)  = ["read:orders", "create:orders", "update:shipments"]
    }
  }
}

module "access" {
  source    = "../modules/tenant-baseline"
  providers = { auth0access = auth0access }

  # 1. What any third-party application may reach --------------------------------------------------------------------

  apis = {
    # The catalog is public enough to be read on behalf of any user who consents. Without client_access no application
    # reaches it as itself, unless it has access of its own.
    catalog = {
      audience = var.catalog_api

      default_permissions = {
        user_access = { scopes = ["read:products"] }
      }
    }

    # The orders API has no default permissions at all.
    orders = { audience = var.orders_api }
  }

  # 2. Partners ------------------------------------------------------------------------------------------------------

  partners = {
    # A partner's web portal. It runs on the partner's servers and keeps a secret, so it may also call APIs as itself,
    # without a user. The secret is not in the state: hand it over with the ephemeral resource
    # auth0access_client_credentials, which writes it to a vault without storing it here.
    fastlane = {
      name        = "Fastlane Logistics"
      description = "Shipping partner: the portal where customers follow their parcels"
      logo_uri    = "https://portal.fastlane.example/logo.png"
      callbacks   = ["https://portal.fastlane.example/auth/callback"]

      deletion_protection = var.deletion_protection

      client_metadata = {
        contact = "integrations@fastlane.example"
        ticket  = "PARTNER-118"
      }

      # Access of an application's own takes the place of the default permissions for the same API, on behalf of users
      # and for itself each.
      access = {
        orders = {
          user_access   = { scopes = ["read:orders"] }
          client_access = { scopes = ["read:orders", "update:shipments"] }
        }
      }

      # The portal explains to its users why a login failed, so failed logins go back there. The plan fails as soon
      # as the application has a callback on any other host.
      redirect_protection = {
        enabled                = false
        trusted_callback_hosts = ["portal.fastlane.example"]
      }
    }
  }

  # 3. AI agents -----------------------------------------------------------------------------------------------------

  agents = {
    # An agent on the user's own machine, which speaks to our MCP server. It cannot keep a secret, so it has none, and
    # each of its refresh tokens works once. Failed logins are not redirected to it, and if anybody changed that, it
    # would show.
    shopping = {
      name        = "Basket shopping agent"
      description = "AI agent that finds products and prepares orders for its user"
      callbacks   = ["http://127.0.0.1:33418/callback"]

      deletion_protection = var.deletion_protection

      refresh_token = {
        token_lifetime      = 2592000 # 30 days
        idle_token_lifetime = 604800  # 7 days
      }

      client_metadata = {
        contact = "security@basket.example"
        ticket  = "PARTNER-131"
      }

      # It prepares orders. It cannot cancel any.
      access = {
        orders = { user_access = { scopes = ["read:orders", "create:orders"] } }
      }
    }
  }

  # 4. Connections ---------------------------------------------------------------------------------------------------

  # Every third-party application may log users in with each of the customers' connections. And never with one of the
  # staff's: a promotion by anyone else shows in the next plan and is undone.
  connections = merge(
    { for name, id in var.customer_connections : name => { id = id } },
    { for name, id in var.staff_connections : name => { id = id, promoted = false } },
  )

  # 5. Registration --------------------------------------------------------------------------------------------------

  # Nobody but us makes applications. Once agents that nobody knows beforehand are to register themselves, write true: each
  # then has the default permissions above, and no others.
  dynamic_client_registration = { enabled = false }
}
