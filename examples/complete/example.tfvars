# The tenant of the demo: make demo
orders_api  = "https://orders.example.com/"
catalog_api = "https://catalog.example.com/"

customer_connections = {
  database = "con_Xr4uKz81mTqWb0Ld"
  google   = "con_7hPvYc2nJfSe96Ga"
}

staff_connections = {
  okta = "con_kB5wRt0ZxQm3HsUi"
}

# The demo destroys what it made. Leave this out for a tenant that is in use.
deletion_protection = false
