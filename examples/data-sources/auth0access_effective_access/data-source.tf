data "auth0access_effective_access" "all" {}

# For a pull request: terraform output -raw who_can_reach_what
output "who_can_reach_what" {
  value = data.auth0access_effective_access.all.markdown
}

# The same as a picture, in a Mermaid fence.
output "picture" {
  value = "```mermaid\n${data.auth0access_effective_access.all.mermaid}```"
}

# Who may delete files? Nobody from outside.
data "auth0access_effective_access" "files" {
  audiences = ["https://files.example.com/"]
}

check "nobody_deletes_files" {
  assert {
    condition = alltrue([
      for entry in data.auth0access_effective_access.files.access : !contains(entry.scopes, "delete:files")
    ])
    error_message = "A third-party application may delete files. See the output who_can_reach_what."
  }
}
