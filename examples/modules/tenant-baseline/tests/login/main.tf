# Logs a user in to an application, and fails unless it ends as expected. auth0-emulator has to be on the PATH.

variable "client_id" {
  type = string
}

variable "audience" {
  type    = string
  default = "https://orders.example.com/"
}

variable "user" {
  type    = string
  default = "ada@customer.example"
}

variable "scopes" {
  description = "What the application asks for."
  type        = set(string)
}

variable "expected" {
  description = "How the first line of the outcome begins."
  type        = string
}

resource "terraform_data" "login" {
  triggers_replace = [var.client_id, var.audience, var.user, var.scopes, var.expected]

  provisioner "local-exec" {
    command = <<-END
      auth0-emulator login --client-id '${var.client_id}' --user '${var.user}' --audience '${var.audience}' --scope '${join(" ", var.scopes)}' |
        tee /dev/stderr | head -n 1 | grep -F '${var.expected}'
    END
  }
}
