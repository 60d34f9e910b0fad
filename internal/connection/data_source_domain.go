package connection

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// DomainDataSource is auth0access_domain_connections.
type DomainDataSource struct{ tf.DataSource }

var _ datasource.DataSourceWithConfigure = (*DomainDataSource)(nil)

// NewDomainDataSource returns the data source auth0access_domain_connections.
func NewDomainDataSource() datasource.DataSource {
	return &DomainDataSource{tf.NewDataSource("auth0access_domain_connections")}
}

// Schema describes the data source's attributes; it has no arguments.
func (d *DomainDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the connections that are promoted to the domain level: those with which every " +
			"third-party application may log users in.",
		Attributes: map[string]schema.Attribute{
			"id": tf.TenantIDAttribute(),
			"connection_ids": schema.SetAttribute{
				MarkdownDescription: "Ids of the connections.",
				CustomType:          tf.StringSets,
				Computed:            true,
			},
			"connections": schema.ListNestedAttribute{
				MarkdownDescription: "The connections, sorted by name.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: shownAttributes()},
			},
		},
	}
}

type domainModel struct {
	ID            types.String `tfsdk:"id"`
	ConnectionIDs types.Set    `tfsdk:"connection_ids"`
	Connections   []shownModel `tfsdk:"connections"`
}

// Read lists the tenant's connections, for the API cannot be asked for the promoted ones alone.
func (d *DomainDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	connections, err := d.Client.ListConnections(ctx)
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not list the connections", err)
		return
	}
	slices.SortFunc(connections, func(a, b auth0.Connection) int { return cmp.Compare(a.Name, b.Name) })
	ids, promoted := []string{}, []shownModel{}
	for _, connection := range connections {
		if connection.IsDomainConnection {
			ids = append(ids, connection.ID)
			promoted = append(promoted, shown(&connection))
		}
	}
	state := domainModel{ID: types.StringValue(d.Client.Domain()), ConnectionIDs: tf.StringSet(ids), Connections: promoted}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, state)...)
}
