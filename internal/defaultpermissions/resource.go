package defaultpermissions

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Resource is auth0access_api_default_permissions.
type Resource struct{ tf.Resource }

var (
	_ tf.Managed                          = (*Resource)(nil)
	_ resource.ResourceWithMoveState      = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
)

// NewResource returns the resource auth0access_api_default_permissions.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource {
	return &Resource{tf.NewResource("auth0access_api_default_permissions",
		tf.Identity{"audience": "Identifier of the API, such as https://api.example.com/."})}
}

// Schema describes the resource's arguments and attributes.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Decides what every third-party application of the tenant may do with one API unless it has a " +
			"grant of its own. The Dashboard shows it as *Default Permissions for Third Party Apps*.",
		Attributes: map[string]schema.Attribute{
			"audience": schema.StringAttribute{
				MarkdownDescription: "Identifier of the API, 1 to 600 characters, such as `https://api.example.com/`. It must be " +
					"an API of your own: Auth0's system APIs (Management, My Account, MFA, My Organization) cannot have default " +
					"permissions. Changing it withdraws the old API's default permissions.",
				Required:      true,
				Validators:    []validator.String{stringvalidator.LengthBetween(1, 600)},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"id": tf.IDAttribute("audience"),
			"user_access": schema.SingleNestedAttribute{
				MarkdownDescription: "What third-party applications may do on behalf of users who log in with them. If left out, " +
					"they may do nothing (*Unauthorized* in the Dashboard). At least one of `user_access` and `client_access` is " +
					"required.",
				Optional: true,
				Attributes: map[string]schema.Attribute{
					"scopes":                      tf.ScopesAttribute(),
					"all_scopes":                  tf.AllScopesAttribute(),
					"authorization_details_types": tf.AuthorizationDetailsTypesAttribute(),
					"grant_id":                    grantID(),
				},
			},
			"client_access": schema.SingleNestedAttribute{
				MarkdownDescription: "What third-party applications may do without a user (client credentials). If left out, " +
					"they may do nothing (*Unauthorized* in the Dashboard).",
				Optional: true,
				Attributes: map[string]schema.Attribute{
					"scopes":     tf.ScopesAttribute(),
					"all_scopes": tf.AllScopesAttribute(),
					"grant_id":   grantID(),
				},
			},
		},
	}
	tf.AddEndingAttributes(resp.Schema.Attributes, "the default permissions are deleted")
}

func grantID() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Id of the client grant that holds it, such as `cgr_2Yl9pQfPzVYqWZ1m`.",
		Computed:            true,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
	}
}

// ValidateConfig refuses a resource that permits nothing.
func (r *Resource) ValidateConfig(
	ctx context.Context,
	req resource.ValidateConfigRequest,
	resp *resource.ValidateConfigResponse,
) {
	var userAccess, clientAccess types.Object
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("user_access"), &userAccess)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("client_access"), &clientAccess)...)
	if userAccess.IsNull() && clientAccess.IsNull() && !resp.Diagnostics.HasError() {
		resp.Diagnostics.AddAttributeError(path.Root("user_access"), "Neither user_access nor client_access given",
			"Without either, the API would have no default permissions. Write what third-party applications may do in "+
				"user_access, client_access or both; for no default permissions at all, remove the resource.")
	}
}

// ModifyPlan refuses system APIs, what is beyond the provider's boundary, APIs and scopes that are not there, APIs that
// an exclusive resource leaves out, and a second resource for the API.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	now, before := declaredIn(ctx, req.Plan, &resp.Diagnostics), declaredIn(ctx, req.State, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	defer r.Declarations.Plan(ctx, before, now, req, resp)
	if req.Plan.Raw.IsNull() {
		return
	}
	checkOneCounts(ctx, req, &resp.Diagnostics)
	var audience types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("audience"), &audience)...)
	tf.CheckNotSystemAPI(r.Client, audience, &resp.Diagnostics)
	declareMember(audience, r.Declarations, &resp.Diagnostics)
	planned, hadEnded := r.planEnding(ctx, audience, req, resp)
	if planned.HasEnded() {
		return
	}
	if !resp.Diagnostics.HasError() {
		r.checkBoundary(ctx, req, audience, hadEnded, &resp.Diagnostics)
	}
	if !resp.Diagnostics.HasError() {
		r.checkAPI(ctx, req, audience, hadEnded, &resp.Diagnostics)
	}
}

// Create makes the grants behind the default permissions, unless these have ended already.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan.Ending = plan.Settle(r.Client)
	if !r.checkNoneLeftOut(ctx, plan, &resp.Diagnostics) {
		return
	}
	if plan.HasEnded() {
		resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan.withIDsOf(model{}))...)
		return
	}
	made, err := r.apply(ctx, model{Audience: plan.Audience, Ending: plan.Ending}, plan)
	if auth0.IsConflict(err) {
		made = r.takeBack(ctx, made, &resp.Diagnostics)
	}
	if !made.isEmpty() {
		resp.Diagnostics.Append(tf.Set(ctx, &resp.State, made)...)
		tf.NoteWrite(ctx, resp.Private, model{}.fingerprint(), made.fingerprint(), &resp.Diagnostics)
	}
	r.addCreateError(ctx, made, err, &resp.Diagnostics)
}

// Read brings state up to date with the tenant.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if state.HasEnded() {
		r.readEnded(ctx, state, resp)
		return
	}
	read := func(ctx context.Context, how auth0.Freshness) (model, error) { return r.read(ctx, state, how) }
	now, err := tf.ReadSettled(ctx, req.Private, read, state.isOld)
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not read the default permissions", err)
		return
	}
	ending, isOver := state.Missed(r.Client)
	switch isEmpty := now.isEmpty(); {
	case isEmpty && !isOver:
		if state.isEmpty() { // imported
			tf.CheckImportedAPI(ctx, r.Client, state.Audience.ValueString(), &resp.Diagnostics)
		}
		resp.State.RemoveResource(ctx)
		return
	case isEmpty:
		now = state
		now.Ending = ending
	case isOver:
		now = state.over(now)
		now.Ending = state.Seen(r.Client)
	default:
		now.Ending = state.Seen(r.Client)
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, now)...)
}

// Update changes, adds and removes what differs, ends the default permissions, or brings them back.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	switch plan.Ending = plan.Settle(r.Client); {
	case plan.HasEnded():
		r.end(ctx, plan, state, resp)
		return
	case state.HasEnded():
		r.renew(ctx, plan, resp)
		return
	}
	state.Ending = plan.Ending
	done, err := r.apply(ctx, state, plan)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, done)...)
	tf.NoteWrite(ctx, resp.Private, state.fingerprint(), done.fingerprint(), &resp.Diagnostics)
	addUpdateError(err, &resp.Diagnostics)
}

// Delete deletes the grants behind the default permissions.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() || state.HasEnded() {
		return
	}
	left, err := r.apply(ctx, state, model{Audience: state.Audience})
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not delete the default permissions", err)
		resp.Diagnostics.Append(tf.Set(ctx, &resp.State, left)...)
	}
}

// ImportState takes the API's identifier. Other tools import the grants behind it by their ids; those are looked up, so
// that the message has what to write.
func (r *Resource) ImportState(
	ctx context.Context,
	req resource.ImportStateRequest,
	resp *resource.ImportStateResponse,
) {
	const form = "the API's identifier, such as https://api.example.com/"
	id := tf.ImportID(ctx, req, "audience", form, &resp.Diagnostics)
	if auth0.IsClientGrantID(id) {
		r.refuseGrantID(ctx, id, form, &resp.Diagnostics)
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("audience"), id)...)
	}
}

func (r *Resource) refuseGrantID(ctx context.Context, id, form string, diags *diag.Diagnostics) {
	const summary = "Import id is that of a grant"
	grant, err := r.Client.ReadClientGrant(ctx, id, auth0.FreshInApply)
	switch {
	case err != nil:
		diags.AddError(summary, fmt.Sprintf("%q looks like the id of a client grant. Default permissions are imported by "+
			"%s.", id, form))
	case grant.DefaultFor == "":
		diags.AddError(summary, fmt.Sprintf("%q is a grant of the application %s and gives no default permissions. Import "+
			"it into a resource auth0access_client_grant.", id, grant.ClientID))
	default:
		diags.AddError(summary, fmt.Sprintf("%q is one of the grants behind the default permissions of %s, which are "+
			"imported as a whole:\n\n%s",
			id, grant.Audience, tf.ImportBlock("auth0access_api_default_permissions", grant.Audience)))
	}
}
