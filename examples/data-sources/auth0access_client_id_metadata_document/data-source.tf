data "auth0access_client_id_metadata_document" "agent" {
  metadata_url = "https://agent.example.com/client.json"
}

# The pin for auth0access_cimd_application, once somebody has reviewed the document.
output "agent_pin" {
  value = data.auth0access_client_id_metadata_document.agent.pin
}
