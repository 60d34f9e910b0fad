package organizationgrant

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

// NewListResource returns the list resource auth0access_organization_client_grant.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the filters.
func (r *Resource) ListResourceConfigSchema(
	_ context.Context,
	_ list.ListResourceSchemaRequest,
	resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the client grants of third-party applications that organizations have. All given " +
			"filters must match.",
		Attributes: map[string]schema.Attribute{
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "Only grants of this organization.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Only grants of the application with this client id.",
				Optional:            true,
				Validators:          tf.ClientID(),
			},
		},
	}
}

type filter struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	ClientID       types.String `tfsdk:"client_id"`
}

// List lists the pairs. The organizations are listed by grant, because third-party applications have fewer grants as
// themselves than a tenant may have organizations.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	tf.StreamList(ctx, req, stream, "Could not list the grants of organizations",
		func(filter filter) iter.Seq2[tf.Found, error] {
			names, err := r.Client.ThirdPartyNames(ctx)
			if err != nil {
				return tf.Failed(err)
			}
			wanted := auth0.ClientGrantFilter{ClientID: filter.ClientID.ValueString()}
			return func(yield func(tf.Found, error) bool) {
				for grant, err := range r.Client.EachClientGrant(ctx, wanted) {
					name, isThirdParty := names[grant.ClientID]
					if err == nil && (!isThirdParty || refusalOf(&grant) != nil) {
						continue
					}
					if !r.yieldOrganizations(ctx, filter, &grant, name, err, yield) {
						return
					}
				}
			}
		})
}

// yieldOrganizations yields the organizations that have the grant, or the error that came instead of it. It reports
// whether to go on.
func (r *Resource) yieldOrganizations(
	ctx context.Context, filter filter, grant *auth0.ClientGrant, name string, err error, yield func(tf.Found, error) bool,
) bool {
	var organizations []auth0.Organization
	if err == nil {
		organizations, err = r.Client.ListGrantOrganizations(ctx, grant.ID)
	}
	if err != nil {
		yield(tf.Found{}, err)
		return false
	}
	for _, organization := range organizations {
		if !tf.Admits(filter.OrganizationID, types.StringValue(organization.ID)) {
			continue
		}
		found := tf.Found{
			DisplayName: fmt.Sprintf("%s: %s, %s", organization.Name, name, grant.Audience),
			Resource:    modelOf(organization.ID, grant),
		}
		if !yield(found, nil) {
			return false
		}
	}
	return true
}
