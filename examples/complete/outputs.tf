output "client_ids" {
  description = "What to send to each partner, by the name of the application."
  value = {
    for application in [
      auth0access_third_party_application.fastlane,
      auth0access_third_party_application.shopping_agent,
    ] : application.name => application.client_id
  }
}

output "access" {
  description = "Who may reach what: scopes by application, API and subject type."
  value = {
    "any third-party application" = {
      "${auth0access_api_default_permissions.catalog.audience} (user)" = join(" ", auth0access_api_default_permissions.catalog.user_access.scopes)
    }
    (auth0access_third_party_application.fastlane.name) = {
      for grant in [auth0access_client_grant.fastlane_users, auth0access_client_grant.fastlane_itself] :
      "${grant.audience} (${grant.subject_type})" => join(" ", grant.scopes)
    }
    (auth0access_third_party_application.shopping_agent.name) = {
      for grant in [auth0access_client_grant.shopping_agent_users] :
      "${grant.audience} (${grant.subject_type})" => join(" ", grant.scopes)
    }
  }
}

output "login_connections" {
  description = "Names of the connections that third-party applications may log users in with."
  value       = [for promotion in auth0access_connection_domain_promotion.customers : promotion.name]
}
