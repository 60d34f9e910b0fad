variable "acme_organization_id" {
  description = "Id of the organization of our customer Acme, which uses agents and partner applications."
  type        = string
  default     = "org_9ybsU1dN2dKfDkBi"
}

variable "hospital_organization_id" {
  description = "Id of the organization of a hospital, whose contract rules third parties out."
  type        = string
  default     = "org_Qw7LmZ2pVt5XyR8c"
}

# Acme's users may log in to their organization with third-party applications.
resource "auth0access_organization_third_party_access" "acme" {
  organization_id = var.acme_organization_id
  access          = "allow"
}

# The hospital's may not: if anyone allows it, the next apply blocks it again.
resource "auth0access_organization_third_party_access" "hospital" {
  organization_id = var.hospital_organization_id
  access          = "block"
}
