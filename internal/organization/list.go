package organization

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

// NewListResource returns the list resource auth0access_organization_third_party_access.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the filters.
func (r *Resource) ListResourceConfigSchema(
	_ context.Context,
	_ list.ListResourceSchemaRequest,
	resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the tenant's organizations, open to third-party applications or not.",
		Attributes: map[string]schema.Attribute{
			"access": schema.StringAttribute{
				MarkdownDescription: "Only organizations with this access: `allow` or `block`, the value of organizations whose " +
					"access was never set.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf(auth0.ThirdPartyAccessAllow, auth0.ThirdPartyAccessBlock)},
			},
		},
	}
}

type filter struct {
	Access types.String `tfsdk:"access"`
}

// List lists the organizations.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	tf.StreamList(ctx, req, stream, "Could not list the organizations", func(filter filter) iter.Seq2[tf.Found, error] {
		return tf.Select(r.Client.EachOrganization(ctx), func(organization *auth0.Organization) (*tf.Found, error) {
			state := modelOf(organization)
			if !tf.Admits(filter.Access, state.Access) {
				return nil, nil
			}
			name := fmt.Sprintf("%s (%s)", organization.Name, state.Access.ValueString())
			return &tf.Found{DisplayName: name, Resource: state}, nil
		})
	})
}
