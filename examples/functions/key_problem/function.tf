variable "partners" {
  type = map(object({ name = string }))

  validation {
    condition     = length(compact([for key in keys(var.partners) : provider::auth0access::key_problem(key)])) == 0
    error_message = join("\n", compact([for key in keys(var.partners) : provider::auth0access::key_problem(key)]))
  }
}

# "fastlane/orders" becomes part of resource addresses, which people type. …
output "with_slash" {
  value = provider::auth0access::key_problem("fastlane/orders")
}
