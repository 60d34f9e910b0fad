package clientgrant

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

// NewListResource returns the list resource auth0access_client_grant.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the filters.
func (r *Resource) ListResourceConfigSchema(
	_ context.Context,
	_ list.ListResourceSchemaRequest,
	resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the client grants of third-party applications. All given filters must match. Grants of " +
			"first-party applications, default permissions, grants that Auth0 made and grants for its system APIs are not " +
			"listed.",
		Attributes: map[string]schema.Attribute{
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Only grants of the application with this client id.",
				Optional:            true,
				Validators:          tf.ClientID(),
			},
			"audience": schema.StringAttribute{
				MarkdownDescription: "Only grants for the API with this identifier.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"subject_type": schema.StringAttribute{
				MarkdownDescription: "Only grants for access of this kind: `user` or `client`.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf(auth0.SubjectTypeUser, auth0.SubjectTypeClient)},
			},
		},
	}
}

type filter struct {
	ClientID    types.String `tfsdk:"client_id"`
	Audience    types.String `tfsdk:"audience"`
	SubjectType types.String `tfsdk:"subject_type"`
}

func (f filter) query() auth0.ClientGrantFilter {
	return auth0.ClientGrantFilter{
		ClientID:    f.ClientID.ValueString(),
		Audience:    f.Audience.ValueString(),
		SubjectType: f.SubjectType.ValueString(),
	}
}

// List lists the grants. A grant does not tell whose application it is of, so those of third parties are listed first.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	tf.StreamList(ctx, req, stream, "Could not list the client grants", func(filter filter) iter.Seq2[tf.Found, error] {
		names, err := thirdParties(ctx, r.Client, filter.ClientID)
		if err != nil {
			return tf.Failed(err)
		}
		return tf.Select(r.Client.EachClientGrant(ctx, filter.query()), func(grant *auth0.ClientGrant) (*tf.Found, error) {
			name, isThirdParty := names[grant.ClientID]
			if !isThirdParty || !r.isManageable(grant) {
				return nil, nil
			}
			state := modelOf(grant)
			return &tf.Found{
				DisplayName: fmt.Sprintf("%s: %s (%s)", name, grant.Audience, grant.SubjectType),
				Resource:    state,
			}, nil
		})
	})
}

// isManageable reports whether the resource can own the grant, provided that the application is a third party's.
func (r *Resource) isManageable(grant *auth0.ClientGrant) bool {
	_, isSystemAPI := r.Client.SystemAPI(grant.Audience)
	return !isSystemAPI && !checkOwnGrant(grant).HasError()
}

// thirdParties returns the names of the third-party applications by client id: of all, or of the one that is asked for.
func thirdParties(ctx context.Context, client *auth0.Client, clientID types.String) (map[string]string, error) {
	if !clientID.IsNull() {
		app, err := client.ReadApplication(ctx, clientID.ValueString(), auth0.FreshInApply)
		if err != nil {
			return nil, err
		}
		if !app.IsThirdParty() {
			return nil, fmt.Errorf("%q (%s) is a first-party application, and only what third-party applications have is "+
				"listed", app.Name, app.ClientID)
		}
		return map[string]string{app.ClientID: app.Name}, nil
	}
	return client.ThirdPartyNames(ctx)
}
