# MCP clients may name the API in resource, and learn that documents are supported. Users read what scopes mean.
resource "auth0access_authorization_server" "this" {
  resource_parameter_profile            = "compatibility"
  client_id_metadata_document_supported = true
  use_scope_descriptions_for_consent    = true
}
