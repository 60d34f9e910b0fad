# By the connection's id.
terraform import auth0access_connection_domain_promotion.customers con_8fGx2kQpL0aZrT3v

# By the connection's name.
terraform import auth0access_connection_domain_promotion.customers name:customers
