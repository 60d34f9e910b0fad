package apiaccesspolicy

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

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Resource is auth0access_api_access_policy.
type Resource struct{ tf.Setting[model, auth0.API] }

var (
	_ tf.Managed                          = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
)

// NewResource returns the resource auth0access_api_access_policy.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource {
	return &Resource{tf.NewSetting(
		tf.NewResource("auth0access_api_access_policy",
			tf.Identity{"audience": "Identifier of the API, such as https://api.example.com/."}),
		tf.SettingKind[model, auth0.API]{
			Declared: (*model).declared,
			Key:      func(m *model) string { return m.Audience.ValueString() },
			Read: func(ctx context.Context, client *auth0.Client, audience string, how auth0.Freshness) (*auth0.API, error) {
				return client.ReadAPI(ctx, audience, how)
			},
			Write:       write,
			Show:        func(_ *auth0.Client, state *model, api *auth0.API) { state.show(api) },
			Fingerprint: fingerprint,
			Check:       check,
			Leaves:      leaves,
			NotFound: func(_ context.Context, r *tf.Resource, plan *model, diags *diag.Diagnostics) {
				tf.AddAPINotFound(r.Client, plan.Audience.ValueString(), diags)
			},
			Summaries: tf.Summaries{
				Stays:         "Access policy stays as it is",
				CouldNotRead:  "Could not read the API",
				CouldNotWrite: "Could not set the access policy",
			},
		},
	)}
}

// Schema describes the resource's arguments.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Decides which applications may get tokens for an API: its *Application Access Policy*. It " +
			"applies to all applications of the tenant, including first-party ones. Nothing else of the API changes.",
		Attributes: map[string]schema.Attribute{
			"audience": schema.StringAttribute{
				MarkdownDescription: "Identifier of the API, 1 to 600 characters, such as `https://api.example.com/`. It must be " +
					"an API of your own: the policies of Auth0's system APIs are fixed. Changing it leaves the policy of the old " +
					"API as it is.",
				Required:      true,
				Validators:    []validator.String{stringvalidator.LengthBetween(1, 600)},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"id": tf.IDAttribute("audience"),
			"user_access": schema.StringAttribute{
				MarkdownDescription: "Who gets tokens on behalf of users. `allow_all`: every first-party and permissive " +
					"application, whatever grants it has; strict third-party applications still need a grant. " +
					"`require_client_grant`: applications with a client grant, or default permissions, for this API. `deny_all`: " +
					"none. If left out, it stays as it is; a new API has `allow_all`.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf(byStrictness...)},
			},
			"client_access": schema.StringAttribute{
				MarkdownDescription: "Who gets tokens without a user (client credentials): `require_client_grant` or `deny_all`. " +
					"If left out, it stays as it is; a new API has `require_client_grant`. At least one of `user_access` and " +
					"`client_access` is required.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf(byStrictness[1:]...)},
			},
		},
	}
}

// ValidateConfig refuses a policy that says nothing.
func (r *Resource) ValidateConfig(
	ctx context.Context,
	req resource.ValidateConfigRequest,
	resp *resource.ValidateConfigResponse,
) {
	var config model
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if !resp.Diagnostics.HasError() {
		checkHalves(config, &resp.Diagnostics)
	}
}

// check refuses system APIs, APIs that are not there and policies beyond the boundary, and warns of a policy that
// becomes stricter. The API is looked at if the state does not say what its policy is.
func check(ctx context.Context, r *tf.Resource, plan, state *model, diags *diag.Diagnostics) {
	if name, ok := r.Client.SystemAPI(plan.Audience.ValueString()); ok {
		refuseSystem(plan.Audience.ValueString(), name, diags)
		return
	}
	checkBoundary(r.Boundary, plan, diags)
	if state != nil && !plan.managesMoreThan(state) {
		warnStricter(*plan, *state, diags)
		return
	}
	switch api := tf.CheckAPI(ctx, r.Client, plan.Audience, nil, diags); {
	case api == nil:
	case api.IsSystem:
		refuseSystem(api.Identifier, api.Name, diags)
	default:
		warnStricter(*plan, modelOf(api), diags)
	}
}

// leaves says that the policy stays.
func leaves(client *auth0.Client, state *model) string {
	return fmt.Sprintf("Destroying this resource changes nothing in the tenant %s: an API always has an access policy, "+
		"and %s keeps %s. To have another one, set it before the resource goes, or in the Dashboard afterwards.",
		client.Domain(), state.Audience.ValueString(), state.text())
}

// write sets both halves of the policy, unless the API shows them already.
func write(
	ctx context.Context, r *tf.Resource, now *auth0.API, plan, _ *model, _ *diag.Diagnostics,
) (*auth0.API, error) {
	policy := plan.policy(now)
	if policy == now.SubjectTypeAuthorization {
		return now, nil
	}
	return r.Client.UpdateAPI(ctx, now, auth0.APIFields{SubjectTypeAuthorization: auth0.Set(policy)})
}

// ImportState imports by the API's identifier, by its id, or by identity.
func (r *Resource) ImportState(
	ctx context.Context,
	req resource.ImportStateRequest,
	resp *resource.ImportStateResponse,
) {
	const form = "the API's identifier, such as https://api.example.com/, or its id"
	audience := tf.ImportID(ctx, req, "audience", form, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if name, ok := r.Client.SystemAPI(audience); ok {
		refuseSystem(audience, name, &resp.Diagnostics)
		return
	}
	api, err := r.find(ctx, audience)
	switch {
	case auth0.IsNotFound(err) && !isAPIID(audience):
		tf.CheckImportedAPI(ctx, r.Client, audience, &resp.Diagnostics)
	case err != nil:
		tf.AddAPIError(&resp.Diagnostics, "Could not look up the API", err)
		return
	case api.IsSystem:
		refuseSystem(api.Identifier, api.Name, &resp.Diagnostics)
		return
	default:
		audience = api.Identifier
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("audience"), audience)...)
}

// find returns the API that an import names.
func (r *Resource) find(ctx context.Context, identifierOrID string) (*auth0.API, error) {
	if isAPIID(identifierOrID) {
		return r.Client.FindAPI(ctx, identifierOrID)
	}
	return r.Client.ReadAPI(ctx, identifierOrID, auth0.FreshInApply)
}
