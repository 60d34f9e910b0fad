package clientgrant

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

var _ list.ListResourceWithConfigure = (*Exclusive)(nil)

// NewExclusiveListResource returns the list resource auth0access_client_grants_exclusive.
func NewExclusiveListResource() list.ListResource { return &Exclusive{} }

// ListResourceConfigSchema describes the filters.
func (r *Exclusive) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists, for each third-party application, the complete set of grants it has, which may be empty. Filters given together all apply.",
		Attributes:          tf.ApplicationFilterAttributes(map[string]schema.Attribute{"security_mode": tf.SecurityModeFilterAttribute()}),
	}
}

type exclusiveFilter struct {
	SecurityMode types.String `tfsdk:"security_mode"`
	tf.ApplicationFilter
}

// List lists the applications. The grants are listed once for all of them, and only where whole resources are asked for.
func (r *Exclusive) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	tf.StreamList(ctx, req, stream, "Could not list the applications and their grants", func(filter exclusiveFilter) iter.Seq2[tf.Found, error] {
		matches, err := filter.Matcher()
		var grants map[string][]auth0.ClientGrant
		if err == nil && req.IncludeResource {
			grants, err = r.grantsByApplication(ctx)
		}
		if err != nil {
			return tf.Failed(err)
		}
		return tf.Select(r.client.EachThirdPartyApplication(ctx), func(app *auth0.Application) (*tf.Found, error) {
			if !tf.Admits(filter.SecurityMode, types.StringValue(app.SecurityMode())) || !matches(app) {
				return nil, nil
			}
			state := exclusiveModel{ClientID: types.StringValue(app.ClientID), Undeclared: undeclaredSet(nil)}
			state.Grants = declaredSet(state.notDeclared(grants[app.ClientID]))
			return &tf.Found{DisplayName: "Grants of " + app.Name, Identity: state.identity(), Resource: state}, nil
		})
	})
}

// grantsByApplication returns all grants of the tenant by the client id of their application.
func (r *Exclusive) grantsByApplication(ctx context.Context) (map[string][]auth0.ClientGrant, error) {
	grants := map[string][]auth0.ClientGrant{}
	for grant, err := range r.client.EachClientGrant(ctx, auth0.ClientGrantFilter{}) {
		if err != nil {
			return nil, err
		}
		grants[grant.ClientID] = append(grants[grant.ClientID], grant)
	}
	return grants, nil
}
