# { client_id = "tpc_4mVt8sQk2LxWzB7nYdRc1J", audience = "https://api.example.com/", subject_type = "user" }
output "parts" {
  value = provider::auth0access::parse_client_grant_import_id("tpc_4mVt8sQk2LxWzB7nYdRc1J|https://api.example.com/|user")
}
