# By hand: terraform apply -invoke=action.auth0access_prune_applications.unused
action "auth0access_prune_applications" "unused" {
  config {
    older_than       = "90d"
    without_grants   = true
    without_consents = true
    limit            = 50
  }
}

# What it would delete: terraform apply -invoke=action.auth0access_prune_applications.preview
action "auth0access_prune_applications" "preview" {
  config {
    older_than       = "90d"
    without_grants   = true
    without_consents = true
    dry_run          = true
  }
}
