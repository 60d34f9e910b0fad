package redirectprotection

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Resource is auth0access_redirect_protection. It is no [tf.Setting]: every read and write also checks the application,
// keeps its callbacks in the private state and counts applications. Nothing else would use the hooks for that.
type Resource struct{ tf.ResourceOfApplication }

var (
	_ tf.Managed                          = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
)

// NewResource returns the resource auth0access_redirect_protection.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource {
	return &Resource{tf.NewResourceOfApplication("auth0access_redirect_protection")}
}

// Schema describes the resource's arguments.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Decides whether Auth0 may redirect to the callback URLs of a strict third-party application " +
			"when a login fails. The application may come from Terraform, the Dashboard or Dynamic Client Registration.",
		Attributes: map[string]schema.Attribute{
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Client ID of a third-party application in strict mode. Changing it turns protection of the " +
					"old application back on.",
				Required:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
				Validators:    tf.ClientID(),
			},
			"id": tf.IDAttribute("client_id"),
			"enabled": schema.BoolAttribute{
				MarkdownDescription: "Whether open redirect protection is on. Default `true`. With `false`, failed logins " +
					"redirect to the application's callback URLs; a warning in the plan says what that exposes.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(true),
			},
			"trusted_callback_hosts": schema.SetAttribute{
				MarkdownDescription: "Hosts that the application's callback URLs may have while `enabled` is `false`, such as " +
					"`app.example.com`: no scheme, port, path or wildcard. Case and port do not matter; a host does not cover its " +
					"subdomains. A callback with a scheme of its own (`com.example.app://done`) counts by its scheme: " +
					"`com.example.app`. A callback on any other host, one that the same plan adds included, fails the plan, and " +
					"nothing is written. Default: any host will do.",
				CustomType: tf.StringSets,
				Optional:   true,
				Validators: []validator.Set{tf.NoNulls()},
			},
		},
	}
}

// ValidateConfig refuses trusted hosts that no callback could have.
func (r *Resource) ValidateConfig(
	ctx context.Context,
	req resource.ValidateConfigRequest,
	resp *resource.ValidateConfigResponse,
) {
	var config model
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if !resp.Diagnostics.HasError() {
		checkHosts(tf.Strings(config.TrustedCallbackHosts), &resp.Diagnostics)
	}
}

// ModifyPlan checks the application against the plan, even if nothing is to change. Its callbacks are those that its
// own resource plans, as far as there is one that was planned before, and otherwise those of the last read. Of a new
// one nothing is known, so it is read, but only if there is something to check: trusted hosts, or a client_id that
// does not look like a strict application's.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state *model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	defer r.Declarations.Plan(ctx, state.declared(), plan.declared(), req, resp)
	if plan == nil {
		return
	}
	plan.declareMember(r.Declarations, &resp.Diagnostics)
	warnExposed(plan, state, &resp.Diagnostics)
	switch {
	case state == nil:
		r.checkNew(ctx, plan, &resp.Diagnostics)
	case plan.ClientID.Equal(state.ClientID):
		checkCallbacks(plan, r.planned(plan, lastCallbacks(ctx, req.Private, &resp.Diagnostics)), &resp.Diagnostics)
	}
}

// checkNew checks an application of which the state knows nothing yet.
func (r *Resource) checkNew(ctx context.Context, plan *model, diags *diag.Diagnostics) {
	if plan.ClientID.IsUnknown() || !r.Client.IsAvailable() {
		return
	}
	if _, hostsGiven := plan.trustedHosts(); !hostsGiven && auth0.IsStrictClientID(plan.ClientID.ValueString()) {
		return
	}
	app, err := r.Client.ReadApplication(ctx, plan.ClientID.ValueString(), auth0.FreshInApply)
	switch {
	case auth0.IsNotFound(err): // an application deleted by somebody is drift, and drift does not fail a plan
		diags.AddAttributeWarning(path.Root("client_id"), notFound, r.notFoundDetail(plan))
	case err != nil:
		tf.AddAPIError(diags, "Could not read the application", err)
	default:
		checkApplication(app, diags)
		checkCallbacks(plan, r.planned(plan, app.Callbacks), diags)
	}
}

// planned returns the callbacks that the application is to have. They are those that it has unless its own resource,
// planned before, says otherwise; one that is planned later checks its callbacks against the trusted hosts.
func (r *Resource) planned(plan *model, callbacks []string) []string {
	hosts, given := plan.trustedHosts()
	if !given {
		return callbacks
	}
	planned, isPlanned := r.Callbacks.Trust(
		plan.ClientID.ValueString(),
		func(callbacks []string) []string { return tf.Untrusted(callbacks, hosts) },
	)
	if isPlanned {
		return planned
	}
	return callbacks
}

// Create gives the application the wanted policy, unless it has it already.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	app := r.write(ctx, &plan, &resp.Diagnostics)
	if app == nil {
		return
	}
	plan.show(app)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
	keepCallbacks(ctx, resp.Private, app, &resp.Diagnostics)
	tf.KeepCount(ctx, r.Client, auth0.CollectionApplications, resp.Private, &resp.Diagnostics)
	tf.NoteWrite(ctx, resp.Private, policy(!isProtected(app)), policy(isProtected(app)), &resp.Diagnostics)
}

// Read brings the state up to date with the application and keeps its callbacks for the plan.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Declarations.Hold(ctx, state.declared(), resp.Private, &resp.Diagnostics)
	read := func(ctx context.Context, how auth0.Freshness) (*auth0.Application, error) {
		return r.Client.ReadApplication(ctx, state.ClientID.ValueString(), how)
	}
	tf.Expect(ctx, r.Client, auth0.CollectionApplications, req.Private, resp.Private, &resp.Diagnostics)
	app, err := tf.ReadSettled(ctx, req.Private, read, func(app *auth0.Application, before string) bool {
		return policy(isProtected(app)) == before
	})
	if auth0.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not read the application", err)
		return
	}
	checkApplication(app, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	state.show(app)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, state)...)
	keepCallbacks(ctx, resp.Private, app, &resp.Diagnostics)
}

// Update gives the application the wanted policy, unless it has it already.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	app := r.write(ctx, &plan, &resp.Diagnostics)
	if app == nil {
		return
	}
	plan.show(app)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
	keepCallbacks(ctx, resp.Private, app, &resp.Diagnostics)
	tf.NoteWrite(ctx, resp.Private, policy(!isProtected(app)), policy(isProtected(app)), &resp.Diagnostics)
}

// Delete turns protection back on, unless another resource declares it, it is on, or the application is gone already.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	err := r.Declarations.Undo(ctx, state.declared(), req.Private, func() error {
		app, err := r.Client.ReadApplication(ctx, state.ClientID.ValueString(), auth0.Fresh)
		if err == nil {
			_, err = setPolicy(ctx, r.Client, app, true)
		}
		return err
	})
	if err != nil && !auth0.IsNotFound(err) {
		tf.AddAPIError(&resp.Diagnostics, "Could not turn redirect protection on", err)
	}
}

// write checks the application as it is now and gives it the planned policy. It returns the application as it is then,
// or nil after an error. The application may have been created seconds ago, by this provider or another one.
func (r *Resource) write(ctx context.Context, plan *model, diags *diag.Diagnostics) *auth0.Application {
	app, err := tf.Write(ctx, r.Declarations, plan.declared(), func(undone bool) (*auth0.Application, error) {
		app, err := auth0.AwaitFound(ctx, func(ctx context.Context) (*auth0.Application, error) {
			return r.Client.ReadApplication(ctx, plan.ClientID.ValueString(), auth0.Fresh)
		})
		if err != nil {
			return nil, err
		}
		checkApplication(app, diags)
		checkCallbacks(plan, app.Callbacks, diags)
		if diags.HasError() {
			return nil, nil
		}
		now := *app
		if undone { // whatever a read shows so soon
			now.RedirectionPolicy = auth0.RedirectionProtected
		}
		return setPolicy(ctx, r.Client, &now, plan.Enabled.ValueBool())
	})
	switch {
	case auth0.IsNotFound(err):
		diags.AddAttributeError(path.Root("client_id"), notFound, r.notFoundDetail(plan))
		return nil
	case err != nil:
		tf.AddAPIError(diags, "Could not set redirect protection", err)
		return nil
	}
	return app
}

const notFound = "Application not found"

func (r *Resource) notFoundDetail(plan *model) string {
	return fmt.Sprintf("The tenant %s has no application %s, so redirect protection cannot be set. It may have been "+
		"deleted, or belong to another tenant. Correct client_id, or remove this resource from the "+
		"configuration.", r.Client.Domain(), plan.ClientID.ValueString())
}

// setPolicy turns protection of the application on or off. If it is as wanted already, nothing is sent.
//
// Assumption: policy-of-registered-applications: Auth0 lets it be set however the application came to be, or says that
// it does not.
func setPolicy(
	ctx context.Context,
	client *auth0.Client,
	app *auth0.Application,
	protected bool,
) (*auth0.Application, error) {
	if isProtected(app) == protected {
		return app, nil
	}
	return client.UpdateApplication(
		ctx,
		app.ClientID,
		auth0.ApplicationFields{RedirectionPolicy: auth0.Set(policy(protected))},
	)
}
