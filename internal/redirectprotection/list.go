package redirectprotection

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

// NewListResource returns the list resource auth0access_redirect_protection.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the filters.
func (r *Resource) ListResourceConfigSchema(
	_ context.Context,
	_ list.ListResourceSchemaRequest,
	resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the redirect protection of the tenant's strict third-party applications, on or off. " +
			"All given filters must match.",
		Attributes: tf.ApplicationFilterAttributes(map[string]schema.Attribute{
			"enabled": schema.BoolAttribute{
				MarkdownDescription: "`false` for the applications whose failed logins redirect to their callback URLs, `true` " +
					"for those that are protected. Default both.",
				Optional: true,
			},
		}),
	}
}

type filter struct {
	Enabled types.Bool `tfsdk:"enabled"`
	tf.ApplicationFilter
}

// List lists the strict applications; what they are trusted with is Terraform's alone and thus empty.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	tf.StreamList(ctx, req, stream, "Could not list the applications", func(filter filter) iter.Seq2[tf.Found, error] {
		matches, err := filter.Matcher()
		if err != nil {
			return tf.Failed(err)
		}
		return tf.Select(r.Client.EachThirdPartyApplication(ctx), func(app *auth0.Application) (*tf.Found, error) {
			state := model{TrustedCallbackHosts: types.SetNull(types.StringType)}
			state.show(app)
			if !app.IsStrict() || !tf.Admits(filter.Enabled, state.Enabled) || !matches(app) {
				return nil, nil
			}
			return &tf.Found{DisplayName: displayName(app), Resource: state}, nil
		})
	})
}

func displayName(app *auth0.Application) string {
	if isProtected(app) {
		return app.Name + " (protected)"
	}
	return app.Name + " (not protected)"
}
