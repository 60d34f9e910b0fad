variable "acme_organization_id" {
  description = "Id of the organization of our customer Acme, which lets the warehouse partner work on its orders."
  type        = string
  default     = "org_9ybsU1dN2dKfDkBi"
}

resource "auth0access_third_party_application" "warehouse" {
  name        = "Warehouse partner"
  app_type    = "non_interactive"
  grant_types = ["client_credentials"]
}

# What the partner may ask for as itself. With require, it gets tokens for organizations only.
resource "auth0access_client_grant" "warehouse_orders" {
  client_id          = auth0access_third_party_application.warehouse.client_id
  audience           = "https://api.example.com/orders"
  subject_type       = "client"
  scopes             = ["read:orders"]
  organization_usage = "require"
}

# For which customers: Acme, and nobody else.
resource "auth0access_organization_client_grant" "acme" {
  organization_id = var.acme_organization_id
  grant_id        = auth0access_client_grant.warehouse_orders.id
}
