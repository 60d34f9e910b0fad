package defaultpermissions

import (
	"context"
	"iter"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

var _ list.ListResourceWithConfigure = (*Resource)(nil)

// NewListResource returns the list resource auth0access_api_default_permissions.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the filters.
func (r *Resource) ListResourceConfigSchema(
	_ context.Context,
	_ list.ListResourceSchemaRequest,
	resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the APIs that have default permissions for third-party applications.",
		Attributes: map[string]schema.Attribute{
			"audience": schema.StringAttribute{
				MarkdownDescription: "Only those of the API with this identifier.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
		},
	}
}

type filter struct {
	Audience types.String `tfsdk:"audience"`
}

// List lists the grants behind the default permissions, and shows those of an API together. They may be on different
// pages, so that none is shown before all are there.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	tf.StreamList(ctx, req, stream, "Could not list the default "+
		"permissions", func(filter filter) iter.Seq2[tf.Found, error] {
		grants, err := r.Client.ListClientGrants(ctx, auth0.ClientGrantFilter{
			DefaultFor: auth0.DefaultForThirdPartyClients, Audience: filter.Audience.ValueString(),
		})
		if err != nil {
			return tf.Failed(err)
		}
		return func(yield func(tf.Found, error) bool) {
			for _, state := range byAPI(grants) {
				if !yield(tf.Found{DisplayName: displayName(state), Resource: state}, nil) {
					return
				}
			}
		}
	})
}

// byAPI returns the default permissions of each API, in the order of their first grants.
func byAPI(grants []auth0.ClientGrant) []model {
	var apis []string
	for _, grant := range grants {
		if isDefault(grant) && !slices.Contains(apis, grant.Audience) {
			apis = append(apis, grant.Audience)
		}
	}
	var all []model
	for _, audience := range apis {
		state := model{Audience: types.StringValue(audience)}
		for _, subjectType := range subjectTypes {
			state = state.with(subjectType, accessOf(defaultGrant(grants, audience, subjectType)))
		}
		if !state.isEmpty() {
			all = append(all, state)
		}
	}
	return all
}

func displayName(state model) string {
	switch audience := state.Audience.ValueString(); {
	case state.ClientAccess == nil:
		return audience + " (user)"
	case state.UserAccess == nil:
		return audience + " (client)"
	default:
		return audience + " (user, client)"
	}
}
