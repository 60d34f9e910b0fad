resource "auth0access_third_party_application" "northwind" {
  name      = "Northwind order desk"
  app_type  = "regular_web"
  callbacks = ["https://orders.northwind.example/callback"]
}

# This application and one that is managed elsewhere may exist, and no others.
resource "auth0access_third_party_applications_exclusive" "this" {
  client_ids = [
    auth0access_third_party_application.northwind.client_id,
    "tpc_4kWm8zQv1LxTn6cYp3Rb7D",
  ]
}
