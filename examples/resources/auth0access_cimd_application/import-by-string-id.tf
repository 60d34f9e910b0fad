import {
  to = auth0access_cimd_application.agent
  id = "https://agent.example.com/client.json"
}
