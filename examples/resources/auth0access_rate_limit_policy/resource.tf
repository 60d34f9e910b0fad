# Together, partners make no more than 200 requests a second.
resource "auth0access_rate_limit_policy" "partners" {
  applies_to = "third_party_clients"
  action     = "block"
  limit      = 200
}

# One partner has a limit of its own, which for now only writes to the log.
resource "auth0access_rate_limit_policy" "northwind" {
  client_id = "tpc_8fGx2kQpL0aZrT3vYw5BnD"
  action    = "log"
  limit     = 50
}

# An agent that misbehaves is shut off: it gets no token and logs nobody in.
resource "auth0access_rate_limit_policy" "shut_off" {
  metadata_url = "https://agent.example.com/client.json"
  action       = "block"
  limit        = 0
}

# Other agents share a limit. Browsers beyond it see a page that says so.
resource "auth0access_rate_limit_policy" "agents" {
  applies_to   = "cimd_clients"
  action       = "redirect"
  limit        = 100
  redirect_uri = "https://www.example.com/too-many-requests"
}
