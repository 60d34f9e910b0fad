output "client_ids" {
  description = "What to send to each partner, by the name in this configuration."
  value       = module.access.client_ids
}

output "access" {
  description = "Who may reach what, and why: a line for each application, API and subject type."
  value = [
    for entry in module.access.effective_access.access :
    "${entry.application_name}, ${coalesce(entry.api_name, entry.audience)} (${entry.subject_type}): ${join(" ", entry.scopes)} (${entry.reason})"
  ]
}

# For a pull request or a job summary: terraform output -raw who_can_reach_what
output "who_can_reach_what" {
  description = "The same as a Markdown table."
  value       = module.access.effective_access.markdown
}

output "login_connections" {
  description = "Names of the connections that third-party applications may log users in with."
  value       = values(module.access.login_connections)
}
