# APIs that every first-party and permissive application may use on behalf of users, whatever grants it has
list "auth0access_api_access_policy" "open" {
  provider = auth0access

  config {
    user_access = "allow_all"
  }
}
