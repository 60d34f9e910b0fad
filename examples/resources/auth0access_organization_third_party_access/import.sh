# By the organization's id.
terraform import auth0access_organization_third_party_access.acme org_9ybsU1dN2dKfDkBi

# By the organization's name.
terraform import auth0access_organization_third_party_access.acme name:acme
