# An application that registered itself, and now gets more than the default permissions.
data "auth0access_third_party_application" "agent" {
  client_id = "tpc_2Yl9pQfPzVYqWZ1mN0aBcD"
}

resource "auth0access_client_grant" "agent" {
  client_id    = data.auth0access_third_party_application.agent.client_id
  audience     = "https://api.example.com/"
  subject_type = "user"
  scopes       = ["read:orders", "write:orders"]
}

# An application that somebody made in the Dashboard.
data "auth0access_third_party_application" "partner" {
  name = "Northwind order desk"
}
