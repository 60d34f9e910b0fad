variable "security_mode" {
  type    = string
  default = "strict"
}

variable "callbacks" {
  type = set(string)

  validation {
    condition     = length(compact([for url in var.callbacks : provider::auth0access::callback_url_problem(url, var.security_mode)])) == 0
    error_message = join("\n", compact([for url in var.callbacks : provider::auth0access::callback_url_problem(url, var.security_mode)]))
  }
}

# "https://*.example.com/callback" matches many URLs, but Auth0 accepts only exact URLs for strict third-party applications. …
output "wildcard" {
  value = provider::auth0access::callback_url_problem("https://*.example.com/callback", "strict")
}

# null
output "good" {
  value = provider::auth0access::callback_url_problem("https://app.example.com/callback", "strict")
}
