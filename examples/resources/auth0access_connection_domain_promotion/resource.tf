variable "customers_connection_id" {
  description = "Id of the database connection that customers log in with."
  type        = string
  default     = "con_8fGx2kQpL0aZrT3v"
}

variable "workforce_connection_id" {
  description = "Id of the enterprise connection of our own staff."
  type        = string
  default     = "con_Nq4WzYh7cTb1XkEm"
}

# Third-party applications may log customers in.
resource "auth0access_connection_domain_promotion" "customers" {
  connection_id = var.customers_connection_id
}

# Our staff never log in to third-party applications: a promotion by anyone else is undone by the next apply.
resource "auth0access_connection_domain_promotion" "workforce" {
  connection_id = var.workforce_connection_id
  promoted      = false
}
