package registration

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

var _ list.ListResourceWithConfigure = (*Resource)(nil)

// NewListResource returns the list resource auth0access_dynamic_client_registration.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes that there is nothing to filter.
func (r *Resource) ListResourceConfigSchema(
	_ context.Context,
	_ list.ListResourceSchemaRequest,
	resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the tenant's one setting of Dynamic Client Registration, whether registration is " +
			"enabled or not. It takes no arguments.",
	}
}

// List shows the setting. Of its identity, the tenant's domain, nothing need be asked.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	tf.StreamList(ctx, req, stream, "Could not read the tenant's settings", func(struct{}) iter.Seq2[tf.Found, error] {
		return tf.Single(func() (tf.Found, error) {
			state := model{Domain: types.StringValue(r.Client.Domain())}
			if req.IncludeResource {
				settings, err := r.Client.ReadTenantSettings(ctx, auth0.FreshInApply)
				if err != nil {
					return tf.Found{}, err
				}
				state.show(r.Client, settings)
			}
			return tf.Found{DisplayName: "Dynamic Client Registration of " + r.Client.Domain(), Resource: state}, nil
		})
	})
}
