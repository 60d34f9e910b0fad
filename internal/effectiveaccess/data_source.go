package effectiveaccess

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// DataSource is auth0access_effective_access.
type DataSource struct{ tf.DataSource }

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// NewDataSource returns the data source auth0access_effective_access.
func NewDataSource() datasource.DataSource {
	return &DataSource{tf.NewDataSource("auth0access_effective_access")}
}

// Read lists the objects that access depends on, and computes who can reach what.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	entries := Entries(ctx, d.Client, config.filter(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	var err error
	if config.Portals, err = portals(ctx, d.Client, config.WithPortals.ValueBool()); err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not list the applications", err)
		return
	}
	config.ID = types.StringValue(d.Client.Domain())
	config.Access = entriesOf(entries)
	config.Markdown = types.StringValue(access.Markdown(entries))
	config.Mermaid = types.StringValue(access.Mermaid(entries))
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}
