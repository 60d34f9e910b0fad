terraform {
  required_providers {
    auth0access = {
      source  = "auth0access/auth0access"
      version = "~> 1.0"
    }
  }
}

# The domain and the credentials are better kept out of the configuration:
#
#   export AUTH0_DOMAIN=example.eu.auth0.com
#   export AUTH0_CLIENT_ID=...      # of a machine-to-machine application that may call the Management API
#   export AUTH0_CLIENT_SECRET=...  # or AUTH0_CLIENT_ASSERTION_PRIVATE_KEY, or AUTH0_API_TOKEN alone
provider "auth0access" {}
