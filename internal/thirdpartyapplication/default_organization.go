package thirdpartyapplication

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// defaultOrganization has the members of the argument default_organization. Without an organization, it says that there
// is to be none.
type defaultOrganization struct {
	OrganizationID types.String `tfsdk:"organization_id"`
}

// defaultOrganizationTypes are the types of its members.
var defaultOrganizationTypes = map[string]attr.Type{
	"organization_id": types.StringType,
}

// onlyFlow is the only grant type that Auth0 knows a default organization for.
const onlyFlow = "client_credentials"

func defaultOrganizationAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Organization of `client_credentials` tokens if the application names none. `{}` stands for " +
			"no organization. If left out, it stays as it is.",
		Optional:      true,
		Computed:      true,
		PlanModifiers: []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
		Attributes: map[string]schema.Attribute{
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "Id of the organization. Default none.",
				Optional:            true,
			},
		},
	}
}

// defaultOrganizationOf returns default_organization as the API shows it. That there is none stays as it was said.
func defaultOrganizationOf(shown *auth0.DefaultOrganization, prior types.Object) types.Object {
	switch {
	case shown != nil && shown.OrganizationID != "":
		return types.ObjectValueMust(defaultOrganizationTypes, map[string]attr.Value{
			"organization_id": tf.StringOrNull(shown.OrganizationID),
		})
	case !prior.IsNull() && !prior.IsUnknown() && tf.StringIn(prior, "organization_id").IsNull():
		return prior
	default:
		return types.ObjectNull(defaultOrganizationTypes)
	}
}

// changedDefaultOrganization returns the member that turns before into now; null if there is to be none any more.
func changedDefaultOrganization(
	before, now types.Object,
	diags *diag.Diagnostics,
) auth0.Field[auth0.DefaultOrganization] {
	was := application.MembersOf[defaultOrganization](before, diags)
	is := application.MembersOf[defaultOrganization](now, diags)
	switch {
	case now.IsUnknown(), is.OrganizationID.IsUnknown(), is.OrganizationID.IsNull() && was.OrganizationID.IsNull():
		return auth0.Field[auth0.DefaultOrganization]{}
	case is.OrganizationID.IsNull():
		return auth0.Null[auth0.DefaultOrganization]()
	case is.OrganizationID.Equal(was.OrganizationID):
		return auth0.Field[auth0.DefaultOrganization]{}
	}
	return auth0.Set(auth0.DefaultOrganization{
		OrganizationID: is.OrganizationID.ValueString(), Flows: []string{onlyFlow},
	})
}

var atDefaultOrganization = path.Root("default_organization").AtName("organization_id")

// checkDefaultOrganizationID refuses what cannot be an organization's id.
func checkDefaultOrganizationID(config *model, diags *diag.Diagnostics) {
	id := application.MembersOf[defaultOrganization](config.DefaultOrganization, diags).OrganizationID
	tf.CheckOrganizationIDAt(atDefaultOrganization, id, "or write default_organization = {} for none", diags)
}

// checkDefaultOrganization refuses a default organization that is planned anew and does not exist. An access token that
// may not read organizations leaves that to the apply.
func (r *Resource) checkDefaultOrganization(ctx context.Context, plan, state *model, diags *diag.Diagnostics) {
	id := application.MembersOf[defaultOrganization](plan.DefaultOrganization, diags).OrganizationID
	if state != nil {
		before := application.MembersOf[defaultOrganization](state.DefaultOrganization, diags)
		if id.Equal(before.OrganizationID) {
			return
		}
	}
	if id.IsNull() || id.IsUnknown() || !r.Client.IsAvailable() {
		return
	}
	_, err := auth0.AwaitFound(ctx, func(ctx context.Context) (*auth0.Organization, error) {
		return r.Client.ReadOrganization(ctx, id.ValueString(), auth0.FreshInApply)
	})
	switch {
	case auth0.IsNotFound(err):
		diags.AddAttributeError(atDefaultOrganization, "Organization not found",
			fmt.Sprintf("The tenant %s has no organization %q. It may have been deleted, or belong to another tenant. Correct "+
				"organization_id, or write default_organization = {} for none.", r.Client.Domain(), id.ValueString()))
	case err != nil && !auth0.IsScope(err):
		tf.AddAPIError(diags, "Could not look up the organization", err)
	}
}
