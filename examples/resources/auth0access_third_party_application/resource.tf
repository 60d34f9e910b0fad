# A partner's web application. It logs users in, and authenticates with a secret that Terraform does not keep.
resource "auth0access_third_party_application" "partner" {
  name        = "Northwind order desk"
  app_type    = "regular_web"
  description = "Places and tracks orders for our customers. Contact: it@northwind.example"
  logo_uri    = "https://orders.northwind.example/logo.png"

  callbacks                  = ["https://orders.northwind.example/callback"]
  grant_types                = ["authorization_code", "refresh_token"]
  token_endpoint_auth_method = "client_secret_post"

  refresh_token = {
    rotation_type       = "rotating"
    expiration_type     = "expiring"
    token_lifetime      = 2592000 # 30 days
    idle_token_lifetime = 604800  # 7 days
  }

  client_metadata = {
    contract = "2026-017"
  }

  secret_rotation_trigger = "2026-10-01"
  deletion_protection     = true
}

# An AI agent on users' own machines. It can keep no secret, so it is a public application.
resource "auth0access_third_party_application" "agent" {
  name                       = "Tailspin assistant"
  app_type                   = "native"
  callbacks                  = ["http://127.0.0.1/callback", "com.tailspin.assistant:/callback"]
  grant_types                = ["authorization_code", "refresh_token"]
  token_endpoint_auth_method = "none"
}

# A service without users. It signs with a private key that never leaves its owner, who sends the public half. To rotate
# it, add the next key beside it, and remove this one when the owner has changed over.
resource "auth0access_third_party_application" "reporting" {
  name        = "Northwind reporting"
  app_type    = "non_interactive"
  grant_types = ["client_credentials"]

  client_authentication_methods = {
    private_key_jwt = {
      credentials = {
        "2026-q4" = {
          kid        = "northwind-2026-q4"
          expires_at = "2027-01-31T00:00:00Z"
          pem        = <<-EOT
          -----BEGIN PUBLIC KEY-----
          MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsq481NVnjY8GWKE1LuJI
          BYfHCqmcdENfg0DpiBDqYmVveVy0aEFn4d9yzK0UUOQI00Tp2XYoqZJaUEg/pEJY
          dYk/yCwoG/btXdwvZjbr+UtHjl4f7/DHKRh40Z7xyuyRP/0bnviLv2gotqFCmRKk
          e8zoGxH6m0j1mU9xBSGfYiYT8tHpQUpjLXdaSWLEgoi1esVfJ3KGReDv9PsQ+AQR
          U7nR2zjZHfIRUfm3gMQIczZgxKcnnF1KOsGHV2fQLJm5cf3qOyV6SHZZ2KhXYf/9
          MloHO3pbvFdet4PIHP9rCPVUaT0IdkLJ8NEfrhSYqH5OBLG1F+8by8fBOMaNRm/p
          TwIDAQAB
          -----END PUBLIC KEY-----
          EOT
        }
      }
    }
  }
}
