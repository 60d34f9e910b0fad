# Can Northwind's application read orders for the users of Acme?
data "auth0access_access_check" "northwind" {
  client_id       = "tpc_1a2b3c4d5e6f7g8h9i0j1k"
  audience        = "https://orders.example.com/"
  subject_type    = "user"
  scopes          = ["read:orders"]
  organization_id = "org_1a2b3c4d5e6f7g8h"
  connection_name = "acme-okta"
}

# A warning of each plan and apply, with the cause and the remedy, if it cannot.
check "northwind_reads_orders" {
  assert {
    condition     = data.auth0access_access_check.northwind.allowed
    error_message = data.auth0access_access_check.northwind.reason
  }
}

# For whoever is on call: terraform output -raw why
output "why" {
  value = data.auth0access_access_check.northwind.markdown
}

# No agent that registers itself may delete orders.
data "auth0access_access_check" "agents" {
  audience           = "https://orders.example.com/"
  subject_type       = "user"
  scopes             = ["delete:orders"]
  resource_parameter = true
}

check "agents_delete_no_orders" {
  assert {
    condition     = !data.auth0access_access_check.agents.allowed
    error_message = "Any agent may delete orders."
  }
}
