package authorizationserver

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Resource is auth0access_authorization_server.
type Resource struct{ tf.SettingOfTenant[model] }

var (
	_ tf.Managed                          = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
)

// NewResource returns the resource auth0access_authorization_server.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource {
	return &Resource{tf.NewSettingOfTenant(
		"auth0access_authorization_server",
		tf.SettingKind[model, auth0.TenantSettings]{
			Declared:    (*model).declared,
			Write:       write,
			Show:        func(client *auth0.Client, m *model, settings *auth0.TenantSettings) { m.show(client, settings) },
			Fingerprint: fingerprint,
			Leaves:      leaves,
			Summaries: tf.Summaries{
				Stays:         "Authorization server stays as it is",
				CouldNotRead:  "Could not read the tenant's settings",
				CouldNotWrite: "Could not set the authorization server",
			},
		},
	)}
}

// Schema describes the resource's arguments and attributes.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Sets how the tenant's authorization server serves AI agents. Each setting is managed only if " +
			"it is set here. A tenant has one such resource. No other setting of the tenant changes.",
		Attributes: map[string]schema.Attribute{
			"resource_parameter_profile": schema.StringAttribute{
				MarkdownDescription: "How the tenant treats the parameter `resource` (RFC 8707), which MCP clients send. With " +
					"`compatibility`, it names the API if `audience` is missing. With `audience`, the value of a new tenant, it " +
					"names no API.",
				Optional: true,
				Validators: []validator.String{
					stringvalidator.OneOf(auth0.ResourceParameterAudience, auth0.ResourceParameterCompatibility),
				},
			},
			"client_id_metadata_document_supported": schema.BoolAttribute{
				MarkdownDescription: "Whether the authorization server's metadata advertises support for client ID metadata " +
					"documents (CIMD). A new tenant has `false`.",
				Optional: true,
			},
			"use_scope_descriptions_for_consent": schema.BoolAttribute{
				MarkdownDescription: "Whether the consent page shows the descriptions of scopes instead of their names. Strict " +
					"third-party applications always ask for consent. A new tenant has `false`.",
				Optional: true,
			},
			"domain": tf.DomainAttribute(),
			"id":     tf.IDAttribute("domain"),
		},
	}
}

// ValidateConfig refuses a resource that sets nothing.
func (r *Resource) ValidateConfig(
	ctx context.Context,
	req resource.ValidateConfigRequest,
	resp *resource.ValidateConfigResponse,
) {
	var config model
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if !resp.Diagnostics.HasError() && config.isEmpty() {
		resp.Diagnostics.AddAttributeError(path.Root("resource_parameter_profile"), "No setting given",
			"The resource would set nothing. Write resource_parameter_profile, client_id_metadata_document_supported or "+
				"use_scope_descriptions_for_consent, or remove the resource. What is left out stays as the tenant has it.")
	}
}

// leaves says that the settings stay.
func leaves(client *auth0.Client, state *model) string {
	return fmt.Sprintf("Destroying this resource changes nothing: the tenant %s keeps %s. Neither value is the safer one "+
		"in every tenant. To have others, set them before the resource goes.", client.Domain(), state.text())
}
