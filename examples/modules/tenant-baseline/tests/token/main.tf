# Asks for a token as an application.

terraform {
  required_providers {
    auth0access = {
      source = "auth0access/auth0access"
    }
  }
}

variable "client_id" {
  type = string
}

variable "audience" {
  type = string
}

data "auth0access_token_check" "this" {
  client_id = var.client_id
  audience  = var.audience
}

output "check" {
  value = data.auth0access_token_check.this
}
