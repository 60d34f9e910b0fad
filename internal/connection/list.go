package connection

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

var _ list.ListResourceWithConfigure = (*Resource)(nil)

// NewListResource returns the list resource auth0access_connection_domain_promotion.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the filters.
func (r *Resource) ListResourceConfigSchema(
	_ context.Context,
	_ list.ListResourceSchemaRequest,
	resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the tenant's connections, promoted to the domain level or not. All given filters must " +
			"match.",
		Attributes: map[string]schema.Attribute{
			"promoted": schema.BoolAttribute{
				MarkdownDescription: "`true` for connections that are promoted, `false` for those that are not. Default both.",
				Optional:            true,
			},
			"strategy": schema.StringAttribute{
				MarkdownDescription: "Only connections with this type of identity provider, such as `auth0` (a database), " +
					"`google-oauth2` or `okta`.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
		},
	}
}

type filter struct {
	Promoted types.Bool   `tfsdk:"promoted"`
	Strategy types.String `tfsdk:"strategy"`
}

// List lists the connections.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	tf.StreamList(ctx, req, stream, "Could not list the connections", func(filter filter) iter.Seq2[tf.Found, error] {
		return tf.Select(r.Client.EachConnection(ctx), func(connection *auth0.Connection) (*tf.Found, error) {
			state := modelOf(connection)
			if !tf.Admits(filter.Promoted, state.Promoted) || !tf.Admits(filter.Strategy, state.Strategy) {
				return nil, nil
			}
			return &tf.Found{DisplayName: displayName(state), Resource: state}, nil
		})
	})
}

func displayName(state model) string {
	promoted := "promoted"
	if !state.Promoted.ValueBool() {
		promoted = "not promoted"
	}
	return fmt.Sprintf("%s (%s, %s)", state.Name.ValueString(), state.Strategy.ValueString(), promoted)
}
