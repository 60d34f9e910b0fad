package main

import (
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var idPath = path.Root("id")

func newClient() resource.Resource {
	return &object{
		typeName:   "auth0_client",
		collection: "/api/v2/clients",
		id:         "client_id",
		attributes: map[string]schema.Attribute{
			"id":                        computedString(),
			"client_id":                 computedString(),
			"name":                      schema.StringAttribute{Required: true},
			"app_type":                  schema.StringAttribute{Optional: true},
			"description":               optionalString(),
			"logo_uri":                  optionalString(),
			"is_first_party":            optionalBool(),
			"oidc_conformant":           optionalBool(),
			"third_party_security_mode": optionalString(),
			"redirection_policy":        optionalString(),
			"callbacks":                 optionalStrings(),
			"grant_types":               optionalStrings(),
			"allowed_clients":           optionalStrings(),
			"client_metadata":           schema.MapAttribute{Computed: true, ElementType: types.StringType},
			"signing_keys":              schema.ListAttribute{Computed: true, ElementType: types.MapType{ElemType: types.StringType}},
			"jwt_configuration": computedObject(map[string]schema.Attribute{
				"alg":                 schema.StringAttribute{Computed: true},
				"lifetime_in_seconds": schema.Int64Attribute{Computed: true},
				"secret_encoded":      schema.BoolAttribute{Computed: true},
			}),
			"refresh_token": computedObject(map[string]schema.Attribute{
				"rotation_type":                schema.StringAttribute{Computed: true},
				"expiration_type":              schema.StringAttribute{Computed: true},
				"leeway":                       schema.Int64Attribute{Computed: true},
				"token_lifetime":               schema.Int64Attribute{Computed: true},
				"infinite_token_lifetime":      schema.BoolAttribute{Computed: true},
				"idle_token_lifetime":          schema.Int64Attribute{Computed: true},
				"infinite_idle_token_lifetime": schema.BoolAttribute{Computed: true},
			}),
		},
		request: func(map[string]any) {},
		state: func(state map[string]any) {
			emptyStrings(state, "description", "logo_uri", "third_party_security_mode", "redirection_policy")
			for _, name := range []string{"jwt_configuration", "refresh_token"} {
				state[name] = []any{state[name]}
			}
		},
		fixed: []string{"is_first_party", "third_party_security_mode"},
	}
}

func newClientGrant() resource.Resource {
	return &object{
		typeName:   "auth0_client_grant",
		collection: "/api/v2/client-grants",
		id:         "id",
		attributes: map[string]schema.Attribute{
			"id":                          computedString(),
			"client_id":                   optionalString(),
			"audience":                    schema.StringAttribute{Required: true},
			"subject_type":                optionalString(),
			"scopes":                      schema.ListAttribute{Optional: true, ElementType: types.StringType},
			"allow_all_scopes":            optionalBool(),
			"allow_any_organization":      optionalBool(),
			"organization_usage":          optionalString(),
			"authorization_details_types": optionalStrings(),
			"default_for":                 optionalString(),
			"is_system":                   schema.BoolAttribute{Computed: true},
		},
		request: func(body map[string]any) {
			if scopes, ok := body["scopes"]; ok {
				body["scope"] = scopes
				delete(body, "scopes")
			}
		},
		state: func(state map[string]any) {
			emptyStrings(state, "client_id", "organization_usage", "default_for")
			for _, name := range []string{"allow_all_scopes", "allow_any_organization", "is_system"} {
				state[name] = state[name] == true
			}
			state["scopes"] = state["scope"]
		},
		fixed: []string{"client_id", "audience", "subject_type", "default_for"},
	}
}

func newConnection() resource.Resource {
	return &object{
		typeName:   "auth0_connection",
		collection: "/api/v2/connections",
		id:         "id",
		attributes: map[string]schema.Attribute{
			"id":                   computedString(),
			"name":                 schema.StringAttribute{Required: true},
			"strategy":             schema.StringAttribute{Required: true},
			"display_name":         schema.StringAttribute{Optional: true},
			"is_domain_connection": optionalBool(),
		},
		request: func(map[string]any) {},
		state:   func(state map[string]any) { state["is_domain_connection"] = state["is_domain_connection"] == true },
		fixed:   []string{"name", "strategy"},
	}
}

// emptyStrings gives what the API leaves out the value that the official provider keeps for it.
func emptyStrings(state map[string]any, names ...string) {
	for _, name := range names {
		if state[name] == nil {
			state[name] = ""
		}
	}
}

func computedString() schema.Attribute {
	return schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}}
}

func optionalString() schema.Attribute {
	return schema.StringAttribute{Optional: true, Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}}
}

func optionalBool() schema.Attribute {
	return schema.BoolAttribute{Optional: true, Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()}}
}

func optionalStrings() schema.Attribute {
	return schema.ListAttribute{
		Optional: true, Computed: true, ElementType: types.StringType,
		PlanModifiers: []planmodifier.List{listplanmodifier.UseStateForUnknown()},
	}
}

// computedObject is a list of one object.
func computedObject(members map[string]schema.Attribute) schema.Attribute {
	return schema.ListNestedAttribute{Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: members}}
}
