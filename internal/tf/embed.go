package tf

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
)

// DataSource is embedded by every data source. It has the data source's name, and takes over the provider's API client.
type DataSource struct {
	*ProviderData
	typeName string
}

// NewDataSource returns what the data source of the type embeds.
func NewDataSource(typeName string) DataSource { return DataSource{NewProviderData(nil), typeName} }

// Metadata names the data source.
func (d *DataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = d.typeName
}

// Configure takes over what the provider hands over.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.ProviderData = d.configure(req.ProviderData, &resp.Diagnostics)
}

// EphemeralResource is embedded by every ephemeral resource, as [DataSource] is by data sources.
type EphemeralResource struct {
	*ProviderData
	typeName string
}

// NewEphemeralResource returns what the ephemeral resource of the type embeds.
func NewEphemeralResource(typeName string) EphemeralResource {
	return EphemeralResource{NewProviderData(nil), typeName}
}

// Metadata names the ephemeral resource.
func (e *EphemeralResource) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = e.typeName
}

// Configure takes over what the provider hands over.
func (e *EphemeralResource) Configure(
	_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse,
) {
	e.ProviderData = e.configure(req.ProviderData, &resp.Diagnostics)
}

// Action is embedded by every action, as [DataSource] is by data sources.
type Action struct {
	*ProviderData
	typeName string
}

// NewAction returns what the action of the type embeds.
func NewAction(typeName string) Action { return Action{NewProviderData(nil), typeName} }

// Metadata names the action.
func (a *Action) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = a.typeName
}

// Configure takes over what the provider hands over.
func (a *Action) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.ProviderData = a.configure(req.ProviderData, &resp.Diagnostics)
}
