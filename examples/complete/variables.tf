variable "orders_api" {
  description = "Identifier (audience) of the API with the scopes read:orders, create:orders and update:shipments."
  type        = string
}

variable "catalog_api" {
  description = "Identifier (audience) of the API with the scope read:products."
  type        = string
}

variable "deletion_protection" {
  description = "Whether no plan may delete or replace the applications: their owners hold the client ids, and their users' consents would be void."
  type        = bool
  default     = true
}

variable "customer_connections" {
  description = "Ids of the connections that third-party applications may log users in with, each under a name of your choice."
  type        = map(string)
}

variable "staff_connections" {
  description = "Ids of the connections that third-party applications must never log users in with, each under a name of your choice."
  type        = map(string)
  default     = {}
}
