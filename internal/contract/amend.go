package contract

import (
	"net/http"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// unpublished are members that Auth0 accepts and shows, by recordings or by its other documents, but that the schemas
// of its OpenAPI document leave out.
var unpublished = map[string][]string{
	"CreateOrganizationRequestContent": {"third_party_client_access", "is_app_entitlement_active"},
	"UpdateOrganizationRequestContent": {"third_party_client_access", "is_app_entitlement_active"},
	"CreateClientRequestContent": {
		"fedcm_login",
		"identity_assertion_authorization_grant",
		"token_vault_privileged_access",
	},
	"UpdateClientRequestContent": {
		"fedcm_login",
		"identity_assertion_authorization_grant",
		"token_vault_privileged_access",
	},
	"CreateConnectionRequestContent": {"cross_app_access_requesting_app", "cross_app_access_resource_app"},
	"UpdateConnectionRequestContent": {"cross_app_access_requesting_app", "cross_app_access_resource_app"},
	"CreateResourceServerRequestContent": {
		"allow_online_access_with_ephemeral_sessions", "token_lifetime_for_web",
	},
	"UpdateResourceServerRequestContent": {
		"allow_online_access_with_ephemeral_sessions", "token_lifetime_for_web",
	},
	"UpdateTenantSettingsRequestContent": {
		"session_lifetime_in_minutes", "idle_session_lifetime_in_minutes", "ephemeral_session_lifetime_in_minutes",
		"idle_ephemeral_session_lifetime_in_minutes", "country_codes", "security_headers", "universal_login",
		"include_session_metadata_in_tenant_logs",
	},
	"TenantSettingsFlags": {"use_scope_descriptions_for_consent"},
}

// unlisted are values that Auth0 accepts and shows but that an enum of its document leaves out.
var unlisted = map[string]string{
	"ClientGrantSubjectTypeEnum":     "anonymous_user",
	"ClientAppTypeEnum":              "b2b_integration",
	"ClientExternalMetadataTypeEnum": "dcr",
}

// unpublishedPaths are those that Auth0 answers, by recordings and by its other documents, but that its OpenAPI
// document leaves out, or an excerpt of it.
var unpublishedPaths = []string{
	"/organizations/{id}/clients", "/organizations/{id}/clients/{client_id}", "/organizations/name/{name}",
}

// isPublished reports whether the document that Auth0 publishes knows the path of a request.
func (c *Contract) isPublished(req *http.Request) bool {
	if c.published == nil {
		return false
	}
	route, _, err := c.calls.router.FindRoute(req)
	return err != nil || !slices.Contains(unpublishedPaths, route.Path)
}

// amend takes out of Auth0's document what contradicts its own recorded answers. The server is a template that matches
// no tenant's address; an answer may have members that are not described; and the forms of a page are no alternatives
// that exclude each other, because an empty array is both.
func amend(doc *openapi3.T) {
	doc.Servers = openapi3.Servers{{URL: "/api/v2"}}
	if doc.Components == nil {
		return
	}
	for name, members := range unpublished {
		schema := doc.Components.Schemas[name]
		for _, member := range members {
			if schema != nil && schema.Value.Properties[member] == nil {
				schema.Value.Properties[member] = openapi3.NewSchemaRef("", openapi3.NewSchema())
			}
		}
	}
	for name, value := range unlisted {
		if schema := doc.Components.Schemas[name]; schema != nil && !slices.Contains(schema.Value.Enum, any(value)) {
			schema.Value.Enum = append(schema.Value.Enum, value)
		}
	}
	opened := map[*openapi3.Schema]bool{}
	for _, path := range doc.Paths.Map() {
		for _, operation := range path.Operations() {
			for _, response := range operation.Responses.Map() {
				for _, content := range response.Value.Content {
					open(content.Schema, opened)
				}
			}
		}
	}
}

// open lets an answer's schema, and those in it, have members that are not described.
func open(ref *openapi3.SchemaRef, opened map[*openapi3.Schema]bool) {
	if ref == nil || ref.Value == nil || opened[ref.Value] {
		return
	}
	schema := ref.Value
	opened[schema] = true
	if closed := schema.AdditionalProperties.Has; closed != nil && !*closed {
		schema.AdditionalProperties = openapi3.AdditionalProperties{}
	}
	schema.AnyOf, schema.OneOf = append(schema.AnyOf, schema.OneOf...), nil
	for _, inner := range slices.Concat(schema.AnyOf, schema.AllOf, []*openapi3.SchemaRef{schema.Items}) {
		open(inner, opened)
	}
	for _, inner := range schema.Properties {
		open(inner, opened)
	}
}
