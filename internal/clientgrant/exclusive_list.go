package clientgrant

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/exclusive"
)

// ExclusiveList is the list resource auth0access_client_grants_exclusive, which lists a set for each application.
type ExclusiveList struct{ *exclusive.ListResource[found] }

var _ list.ListResourceWithConfigure = (*ExclusiveList)(nil)

// NewExclusiveListResource returns the list resource auth0access_client_grants_exclusive.
func NewExclusiveListResource() list.ListResource {
	return &ExclusiveList{exclusive.NewList(exclusiveGrants)}
}

// ListResourceConfigSchema describes the filters.
func (r *ExclusiveList) ListResourceConfigSchema(
	_ context.Context,
	_ list.ListResourceSchemaRequest,
	resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists, for each third-party application, the complete set of its grants, which may be empty. " +
			"All given filters must match.",
		Attributes: tf.ApplicationFilterAttributes(
			map[string]schema.Attribute{"security_mode": tf.SecurityModeFilterAttribute()},
		),
	}
}

type exclusiveFilter struct {
	SecurityMode types.String `tfsdk:"security_mode"`
	tf.ApplicationFilter
}

// List lists the applications. The grants are listed once for all of them, and only where whole resources are asked
// for.
func (r *ExclusiveList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	tf.StreamList(ctx, req, stream, "Could not list the applications and their "+
		"grants", func(filter exclusiveFilter) iter.Seq2[tf.Found, error] {
		matches, err := filter.Matcher()
		var grants map[string][]auth0.ClientGrant
		if err == nil && req.IncludeResource {
			grants, err = r.grantsByApplication(ctx)
		}
		if err != nil {
			return tf.Failed(err)
		}
		return tf.Select(r.Client.EachThirdPartyApplication(ctx), func(app *auth0.Application) (*tf.Found, error) {
			if !tf.Admits(filter.SecurityMode, types.StringValue(app.SecurityMode())) || !matches(app) {
				return nil, nil
			}
			found := r.FoundOf(ctx, app.ClientID, "Grants of "+app.Name, own(grants[app.ClientID], app.ClientID))
			return &found, nil
		})
	})
}

// grantsByApplication returns all grants of the tenant by the client id of their application.
func (r *ExclusiveList) grantsByApplication(ctx context.Context) (map[string][]auth0.ClientGrant, error) {
	grants := map[string][]auth0.ClientGrant{}
	for grant, err := range r.Client.EachClientGrant(ctx, auth0.ClientGrantFilter{}) {
		if err != nil {
			return nil, err
		}
		grants[grant.ClientID] = append(grants[grant.ClientID], grant)
	}
	return grants, nil
}
