variable "acme_organization_id" {
  description = "Id of the organization of our customer Acme, which goes by its applications."
  type        = string
  default     = "org_9ybsU1dN2dKfDkBi"
}

resource "auth0access_third_party_application" "assistant" {
  name        = "Assistant"
  app_type    = "regular_web"
  callbacks   = ["https://assistant.example.com/callback"]
  grant_types = ["authorization_code", "refresh_token"]
}

# Acme lets no third-party application in but this one.
resource "auth0access_organization_third_party_access" "acme" {
  organization_id = var.acme_organization_id
  access          = "block"
}

resource "auth0access_organization_application" "acme_assistant" {
  organization_id       = var.acme_organization_id
  client_id             = auth0access_third_party_application.assistant.client_id
  use_for_member_access = true
}
