variable "user_access" {
  type = object({
    scopes     = optional(set(string))
    all_scopes = optional(bool)
  })

  validation {
    condition     = provider::auth0access::scopes_problem(var.user_access.scopes, var.user_access.all_scopes) == null
    error_message = coalesce(provider::auth0access::scopes_problem(var.user_access.scopes, var.user_access.all_scopes), "No problem.")
  }
}

# Auth0 would not know how much of the API to grant. …
output "neither" {
  value = provider::auth0access::scopes_problem(null, null)
}
