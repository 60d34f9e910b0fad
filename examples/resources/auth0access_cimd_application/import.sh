# By the URL of the document, or by the client ID.
terraform import auth0access_cimd_application.agent https://agent.example.com/client.json
