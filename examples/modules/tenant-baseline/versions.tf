terraform {
  # Terraform 1.10 or OpenTofu 1.10: validations look at more than one variable, and call functions of the provider.
  required_version = ">= 1.10"

  required_providers {
    auth0access = {
      source  = "auth0access/auth0access"
      version = ">= 1.0"
    }
  }
}
