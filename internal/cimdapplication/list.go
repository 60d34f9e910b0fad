package cimdapplication

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

var _ list.ListResourceWithConfigure = (*Resource)(nil)

// NewListResource returns the list resource auth0access_cimd_application.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the filters.
func (r *Resource) ListResourceConfigSchema(
	_ context.Context,
	_ list.ListResourceSchemaRequest,
	resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the tenant's applications that a client ID metadata document describes, with " +
			"everything that an import needs. All given filters must match.",
		Attributes: tf.ApplicationFilterAttributes(nil),
	}
}

// List lists the applications. Their documents are not looked at.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	tf.StreamList(ctx, req, stream, "Could not list the "+
		"applications", func(filter tf.ApplicationFilter) iter.Seq2[tf.Found, error] {
		matches, err := filter.Matcher()
		if err != nil {
			return tf.Failed(err)
		}
		return tf.Select(r.Client.EachThirdPartyApplication(ctx), func(app *auth0.Application) (*tf.Found, error) {
			if !app.IsDescribedByDocument() || !matches(app) {
				return nil, nil
			}
			registered := appliedDocument(app, map[string]string{})
			if req.IncludeResource {
				now, err := r.look(ctx, app, nil)
				if err != nil {
					return nil, fmt.Errorf("keys of %q (%s): %w", app.Name, app.ClientID, err)
				}
				registered = now.Document
			}
			return &tf.Found{
				DisplayName: fmt.Sprintf("%s (%s)", app.Name, app.ExternalClientID),
				Resource:    shown(app, registered, notConfigured()),
			}, nil
		})
	})
}
