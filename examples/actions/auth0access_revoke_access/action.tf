# By hand: terraform apply -invoke=action.auth0access_revoke_access.northwind
action "auth0access_revoke_access" "northwind" {
  config {
    client_id = "tpc_2Yl9pQfPzVYqWZ1mN0aBcD"
  }
}

# What it would revoke: terraform apply -invoke=action.auth0access_revoke_access.preview
action "auth0access_revoke_access" "preview" {
  config {
    client_id = "tpc_2Yl9pQfPzVYqWZ1mN0aBcD"
    audience  = "https://orders.example.com/"
    dry_run   = true
  }
}
