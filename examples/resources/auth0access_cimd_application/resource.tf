# An AI agent that its publisher describes. A callback on another host, or anything else that the pin does not name,
# fails the plan.
resource "auth0access_cimd_application" "agent" {
  metadata_url           = "https://agent.example.com/client.json"
  allowed_callback_hosts = ["agent.example.com"]
  pin                    = "sha256:4f0c3c2d6f6b1f0a9f5e8d7c6b5a49382716f5e4d3c2b1a09f8e7d6c5b4a3921"
  deletion_protection    = true
}

# What it may reach.
resource "auth0access_client_grant" "agent" {
  client_id    = auth0access_cimd_application.agent.client_id
  audience     = "https://orders.example.com/"
  subject_type = "user"
  scopes       = ["read:orders"]
}
