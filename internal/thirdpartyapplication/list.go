package thirdpartyapplication

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

var _ list.ListResourceWithConfigure = (*Resource)(nil)

// NewListResource returns the list resource auth0access_third_party_application.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the filters.
func (r *Resource) ListResourceConfigSchema(
	_ context.Context,
	_ list.ListResourceSchemaRequest,
	resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the tenant's third-party applications. All given filters must match.",
		Attributes: tf.ApplicationFilterAttributes(
			map[string]schema.Attribute{"security_mode": tf.SecurityModeFilterAttribute()},
		),
	}
}

// applicationFilter is the arguments that narrow a list of applications.
type applicationFilter struct {
	SecurityMode types.String `tfsdk:"security_mode"`
	tf.ApplicationFilter
}

func (f applicationFilter) matcher() (func(*auth0.Application) bool, error) {
	matches, err := f.Matcher()
	return func(app *auth0.Application) bool {
		return tf.Admits(f.SecurityMode, types.StringValue(app.SecurityMode())) && matches(app)
	}, err
}

// List lists the applications. Their keys are no part of the listing: if whole resources are asked for, they are read
// for each application that has some.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	tf.StreamList(ctx, req, stream, "Could not list the "+
		"applications", func(filter applicationFilter) iter.Seq2[tf.Found, error] {
		matches, err := filter.matcher()
		if err != nil {
			return tf.Failed(err)
		}
		return tf.Select(r.Client.EachThirdPartyApplication(ctx), func(app *auth0.Application) (*tf.Found, error) {
			if app.IsDescribedByDocument() || !matches(app) {
				return nil, nil
			}
			var keys credentials
			if req.IncludeResource {
				if keys, err = r.readKeys(ctx, app, knownKeys{isFirstSight: true}); err != nil {
					return nil, fmt.Errorf("keys of %q (%s): %w", app.Name, app.ClientID, err)
				}
			}
			state := shown(app, keys, &model{})
			return &tf.Found{DisplayName: displayName(app), Resource: state}, nil
		})
	})
}

func displayName(app *auth0.Application) string {
	if app.IsDynamicallyRegistered() {
		return fmt.Sprintf("%s (%s, dynamically registered)", app.Name, app.SecurityMode())
	}
	return fmt.Sprintf("%s (%s)", app.Name, app.SecurityMode())
}
