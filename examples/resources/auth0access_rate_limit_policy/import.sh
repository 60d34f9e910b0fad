# By the policy's id.
terraform import auth0access_rate_limit_policy.northwind rlp_5cJdYz7hK2mQxWbTnA4sVp

# Or by its consumer: an application, by client ID or by the URL of its document,
terraform import auth0access_rate_limit_policy.northwind client_id:tpc_8fGx2kQpL0aZrT3vYw5BnD
terraform import auth0access_rate_limit_policy.shut_off client_id:https://agent.example.com/client.json

# or a group: third_party_clients, cimd_clients or default.
terraform import auth0access_rate_limit_policy.partners third_party_clients
