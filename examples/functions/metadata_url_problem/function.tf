variable "metadata_url" {
  type    = string
  default = null

  validation {
    condition     = provider::auth0access::metadata_url_problem(var.metadata_url) == null
    error_message = coalesce(provider::auth0access::metadata_url_problem(var.metadata_url), "No problem.")
  }
}

# "https://agent.example.com" has no path, and Auth0 wants one beyond /. …
output "without_path" {
  value = provider::auth0access::metadata_url_problem("https://agent.example.com")
}
