output "client_ids" {
  description = "What to send to each partner."
  value = {
    (auth0access_third_party_application.fastlane.name)       = auth0access_third_party_application.fastlane.client_id
    (auth0access_third_party_application.shopping_agent.name) = auth0access_third_party_application.shopping_agent.client_id
  }
}

output "any_third_party_application_may" {
  description = "The scopes that default permissions give on behalf of a user, by API."
  value = {
    (auth0access_api_default_permissions.catalog.audience) = auth0access_api_default_permissions.catalog.user_access.scopes
  }
}

output "fastlane_may" {
  description = "The scopes that the partner's portal has of its own, by subject type and API."
  value = {
    user   = { (auth0access_client_grant.fastlane_users.audience) = auth0access_client_grant.fastlane_users.scopes }
    client = { (auth0access_client_grant.fastlane_itself.audience) = auth0access_client_grant.fastlane_itself.scopes }
  }
}

output "shopping_agent_may" {
  description = "The scopes that the agent has of its own, by subject type and API."
  value = {
    user = { (auth0access_client_grant.shopping_agent_users.audience) = auth0access_client_grant.shopping_agent_users.scopes }
  }
}

output "login_connections" {
  description = "Names of the connections that third-party applications may log users in with."
  value       = [for promotion in auth0access_connection_domain_promotion.customers : promotion.name]
}
