output "client_ids" {
  description = "Client ids of the partners and agents, by their names here."
  value       = { for name, application in local.everybody : name => application.client_id }
}

output "security_modes" {
  description = "Security modes of the partners and agents, `strict` or `permissive`, by their names here."
  value = merge(
    { for name, application in auth0access_third_party_application.this : name => application.security_mode },
    { for name in keys(var.described_agents) : name => "strict" },
  )
}

output "documents" {
  description = "What Auth0 has copied from the documents of described agents, by their names here, with the digests for `pin`."
  value       = { for name, agent in auth0access_cimd_application.this : name => agent.document }
}

output "grants" {
  description = "Client grants of the partners and agents, by `application/api/subject type`, such as `fastlane/orders/user`. `status` is null for grants that do not end."
  value = { for name, grant in auth0access_client_grant.this : name => {
    id           = grant.id
    client_id    = grant.client_id
    audience     = grant.audience
    subject_type = grant.subject_type
    scopes       = grant.scopes
    all_scopes   = grant.all_scopes
    status       = grant.status
  } }
}

output "connection_ids" {
  description = "Ids of the connections, promoted or not, by their keys in `connections`."
  value       = local.connection_ids
}

output "organization_ids" {
  description = "Ids of the organizations, by their keys in `organizations`."
  value       = local.organization_ids
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
