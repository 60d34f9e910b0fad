package organizationapplication

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

// NewListResource returns the list resource auth0access_organization_application.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the filters.
func (r *Resource) ListResourceConfigSchema(
	_ context.Context,
	_ list.ListResourceSchemaRequest,
	resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists organizations' settings for single third-party applications: whether members may use " +
			"them.",
		Attributes: map[string]schema.Attribute{
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "Only applications of this organization. No other organization is then read.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
		},
	}
}

type filter struct {
	OrganizationID types.String `tfsdk:"organization_id"`
}

// List lists the associations, organization by organization.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	tf.StreamList(ctx, req, stream, "Could not list the applications of organizations",
		func(filter filter) iter.Seq2[tf.Found, error] {
			names, err := r.Client.ThirdPartyNames(ctx)
			if err != nil {
				return tf.Failed(err)
			}
			return func(yield func(tf.Found, error) bool) {
				for organization, err := range r.organizations(ctx, filter) {
					var found []tf.Found
					if err == nil {
						found, err = r.found(ctx, organization, names)
					}
					if err != nil {
						yield(tf.Found{}, err)
						return
					}
					for _, one := range found {
						if !yield(one, nil) {
							return
						}
					}
				}
			}
		})
}

// organizations yields the one that is asked about, or all.
func (r *Resource) organizations(ctx context.Context, filter filter) iter.Seq2[auth0.Organization, error] {
	if filter.OrganizationID.IsNull() {
		return r.Client.EachOrganization(ctx)
	}
	return func(yield func(auth0.Organization, error) bool) {
		organization, err := r.Client.ReadOrganization(ctx, filter.OrganizationID.ValueString(), auth0.FreshInApply)
		if err != nil {
			yield(auth0.Organization{}, err)
			return
		}
		yield(*organization, nil)
	}
}

// found returns the third-party applications of an organization.
func (r *Resource) found(
	ctx context.Context, organization auth0.Organization, names map[string]string,
) (found []tf.Found, err error) {
	associations, err := r.Client.ListOrganizationApplications(ctx, organization.ID)
	for _, one := range associations {
		if name, isThirdParty := names[one.ClientID]; isThirdParty {
			display := fmt.Sprintf("%s: %s (members may use it: %t)", organization.Name, name, one.UseForMemberAccess)
			found = append(found, tf.Found{DisplayName: display, Resource: modelOf(&one)})
		}
	}
	return found, err
}
