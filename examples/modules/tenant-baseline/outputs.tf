output "client_ids" {
  description = "Client ids of the partners and agents, by their names here."
  value       = { for name, application in auth0access_third_party_application.this : name => application.client_id }
}

output "login_connections" {
  description = "Names in Auth0 of the connections that third-party applications may log users in with, by their names here."
  value       = { for name, promotion in auth0access_connection_domain_promotion.this : name => promotion.name if promotion.promoted }
}

output "effective_access" {
  description = "Who can reach what in the whole tenant, and why: `markdown`, a table; `mermaid`, a flowchart; `access`, for conditions. Null without `report_effective_access`."
  value = one([for report in data.auth0access_effective_access.this : {
    markdown = report.markdown
    mermaid  = report.mermaid
    access   = report.access
  }])
}
