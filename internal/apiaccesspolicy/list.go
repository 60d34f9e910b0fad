package apiaccesspolicy

import (
	"cmp"
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

// NewListResource returns the list resource auth0access_api_access_policy.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the filters.
func (r *Resource) ListResourceConfigSchema(
	_ context.Context,
	_ list.ListResourceSchemaRequest,
	resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the access policies of the tenant's own APIs. Auth0's system APIs are left out, " +
			"because their policies are fixed. All given filters must match.",
		Attributes: map[string]schema.Attribute{
			"user_access": schema.StringAttribute{
				MarkdownDescription: "Only APIs with this policy for tokens on behalf of users: `allow_all`, " +
					"`require_client_grant` or `deny_all`.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf(byStrictness...)},
			},
			"client_access": schema.StringAttribute{
				MarkdownDescription: "Only APIs with this policy for tokens of applications themselves: `require_client_grant` " +
					"or `deny_all`.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf(byStrictness[1:]...)},
			},
		},
	}
}

type filter struct {
	UserAccess   types.String `tfsdk:"user_access"`
	ClientAccess types.String `tfsdk:"client_access"`
}

// List lists the policies.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	tf.StreamList(ctx, req, stream, "Could not list the APIs", func(filter filter) iter.Seq2[tf.Found, error] {
		return tf.Select(r.Client.EachAPI(ctx), func(api *auth0.API) (*tf.Found, error) {
			state := modelOf(api)
			_, isSystem := r.Client.SystemAPI(api.Identifier)
			if isSystem || api.IsSystem || !tf.Admits(filter.UserAccess, state.UserAccess) ||
				!tf.Admits(filter.ClientAccess, state.ClientAccess) {
				return nil, nil
			}
			name := fmt.Sprintf("%s (%s)", cmp.Or(api.Name, api.Identifier), state.text())
			return &tf.Found{DisplayName: name, Resource: state}, nil
		})
	})
}
