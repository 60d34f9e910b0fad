package tf

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
)

// Resource is embedded by every resource and list resource. It has the resource's name and identity, and takes over
// what the provider hands over. A bound resource's identity is set from its state; see [Bind].
type Resource struct {
	*ProviderData
	typeName string
	identity Identity
}

// Identity describes the attributes of the state that identify a resource, by their names.
type Identity map[string]string

// NewResource returns what the resource of the type embeds.
func NewResource(typeName string, identity Identity) Resource {
	return Resource{NewProviderData(nil), typeName, identity}
}

// Metadata names the resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.typeName
}

// IdentitySchema describes what identifies the resource.
func (r *Resource) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema.Attributes = map[string]identityschema.Attribute{}
	for name, description := range r.identity {
		resp.IdentitySchema.Attributes[name] = identityschema.StringAttribute{
			Description:       description,
			RequiredForImport: true,
		}
	}
}

// Configure takes over what the provider hands over.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.ProviderData = r.configure(req.ProviderData, &resp.Diagnostics)
}

// ResourceOfApplication is a [Resource] that the client_id of an application identifies.
type ResourceOfApplication struct{ Resource }

// NewResourceOfApplication returns what the resource of the type embeds.
func NewResourceOfApplication(typeName string) ResourceOfApplication {
	return ResourceOfApplication{NewResource(typeName, Identity{"client_id": "Client ID of the application."})}
}

// ImportState imports by the application's client_id or by identity.
func (r *ResourceOfApplication) ImportState(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	ImportApplication(ctx, r.Client, req, resp)
}
