package registration

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Resource is auth0access_dynamic_client_registration.
type Resource struct{ tf.ResourceOfTenant }

var (
	_ tf.Managed = (*Resource)(nil)
)

// NewResource returns the resource auth0access_dynamic_client_registration.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource {
	return &Resource{tf.NewResourceOfTenant("auth0access_dynamic_client_registration")}
}

// Schema describes the resource's arguments and attributes.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Decides whether anybody may register applications with the tenant (Dynamic Client " +
			"Registration), and in which security mode. A tenant has one such setting. No other setting of the tenant is " +
			"touched.",
		Attributes: map[string]schema.Attribute{
			"enabled": schema.BoolAttribute{
				MarkdownDescription: "Whether anybody may register applications. Enabling is refused while no API has default " +
					"permissions, see `allow_without_default_permissions`.",
				Required: true,
			},
			"security_mode": schema.StringAttribute{
				MarkdownDescription: "Security mode that registered applications get: `strict` or `permissive`. Applications " +
					"registered before keep theirs. Left out, the tenant's mode stays as it is. Tenants made since April 2026 never " +
					"show their mode: then this is what Terraform wrote last, and null where it wrote none. Auth0 offers " +
					"`permissive` only to customers that used third-party applications before April 2026.",
				Optional:      true,
				Computed:      true,
				Validators:    []validator.String{stringvalidator.OneOf(auth0.SecurityModeStrict, auth0.SecurityModePermissive)},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
			},
			"allow_without_default_permissions": schema.BoolAttribute{
				MarkdownDescription: "Whether registration may be enabled while no API has default permissions, and registered " +
					"applications thus may reach nothing. Default `false`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"domain": tf.DomainAttribute(),
			"id":     tf.IDAttribute("domain"),
		},
	}
}

// ModifyPlan refuses a second resource, and warns of what registered applications could do or could not. Default
// permissions are asked for only where registration is on and stays on; see the package's documentation.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var config, plan, state *model
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	defer r.Declarations.Plan(ctx, state.declared(), config.declared(), req, resp)
	if plan == nil {
		return
	}
	warnMode(config, plan, state, &resp.Diagnostics)
	warnHidden(plan, state, &resp.Diagnostics)
	staysOn := state != nil && state.Enabled.ValueBool() && plan.Enabled.ValueBool()
	if plan.Enabled.ValueBool() && r.Client.IsAvailable() {
		acls, err := r.Client.ListNetworkACLs(ctx)
		warnOfACLs(r.Client.Domain(), acls, err, staysOn, &resp.Diagnostics)
	}
	insists := !plan.AllowWithoutDefaultPermissions.IsUnknown() && !plan.AllowWithoutDefaultPermissions.ValueBool()
	if !staysOn || !insists || !r.Client.IsAvailable() {
		return
	}
	// Registration may have been enabled, right after the first default permissions were made, only moments ago.
	look := func(ctx context.Context, _ auth0.Freshness) (bool, error) { return r.hasDefaultPermissions(ctx) }
	some, err := tf.ReadSettled(ctx, req.Private, look, func(some bool, _ string) bool { return !some })
	switch {
	case err != nil:
		tf.AddAPIError(&resp.Diagnostics, "Could not look for default permissions", err)
	case !some:
		warnOfNone(r.Client.Domain(), &resp.Diagnostics)
	}
}

// Create makes the settings as planned, unless they are so already.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var config, plan model
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan.Domain = types.StringValue(r.Client.Domain())
	if !r.write(ctx, change{config: config, plan: &plan}, resp.Private, &resp.Diagnostics) {
		return
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
}

// Read brings the state up to date with the tenant.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Declarations.Hold(ctx, state.declared(), resp.Private, &resp.Diagnostics)
	settings, err := tf.ReadSettled(
		ctx,
		req.Private,
		r.Client.ReadTenantSettings,
		func(settings *auth0.TenantSettings, before string) bool {
			return fingerprint(settings) == before
		},
	)
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not read the tenant's settings", err)
		return
	}
	state.show(settings)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, state)...)
}

// Update makes the settings as planned, unless they are so already.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var config, plan, state model
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan.Domain = state.Domain
	if !r.write(ctx, change{config, state, &plan}, resp.Private, &resp.Diagnostics) {
		return
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
}

// Delete disables registration, unless another resource declares it, or it is disabled already. The security mode
// stays.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	err := r.Declarations.Undo(ctx, state.declared(), req.Private, func() error {
		settings, err := r.Client.ReadTenantSettings(ctx, auth0.Fresh)
		if err == nil && settings.Flags.EnableDynamicClientRegistration {
			_, err = r.Client.UpdateTenantSettings(ctx, auth0.TenantSettingsFields{Flags: flag(false)})
		}
		return err
	})
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not disable registration", err)
	}
}

// change is what an apply is about. state is empty for a new resource.
type change struct {
	config, state model
	plan          *model
}

// write makes the settings as planned and completes the plan with what they are then. It reports whether that is done.
func (r *Resource) write(ctx context.Context, change change, private tf.PrivateWriter, diags *diag.Diagnostics) bool {
	done, err := tf.Write(ctx, r.Declarations, change.plan.declared(), func(undone bool) (bool, error) {
		return r.writeInTurn(ctx, change, undone, private, diags), nil
	})
	if err != nil {
		tf.AddAPIError(diags, "Could not set dynamic client registration", err)
	}
	return done
}

// writeInTurn is write, while nobody else writes the settings. undone says that this run has disabled registration,
// whatever a read shows so soon.
func (r *Resource) writeInTurn(
	ctx context.Context,
	change change,
	undone bool,
	private tf.PrivateWriter,
	diags *diag.Diagnostics,
) bool {
	plan := change.plan
	before, err := r.Client.ReadTenantSettings(ctx, auth0.Fresh)
	if err != nil {
		tf.AddAPIError(diags, "Could not read the tenant's settings", err)
		return false
	}
	before.Flags.EnableDynamicClientRegistration = before.Flags.EnableDynamicClientRegistration && !undone
	if plan.needsDefaultPermissions(before) && !r.awaitDefaultPermissions(ctx, diags) {
		return false
	}
	now := before
	if fields := plan.changes(before, change.state.SecurityMode.ValueString()); fields != (auth0.TenantSettingsFields{}) {
		if now, err = r.Client.UpdateTenantSettings(ctx, fields); err != nil {
			tf.AddAPIError(diags, "Could not set dynamic client registration", err)
			return false
		}
	}
	wasUnknown := plan.SecurityMode.IsUnknown()
	plan.show(now)
	if wasUnknown {
		warnMode(&change.config, plan, nil, diags)
	}
	tf.NoteWrite(ctx, private, fingerprint(before), fingerprint(readAs(before, now)), diags)
	return true
}

// awaitDefaultPermissions reports whether an API has default permissions, and why registration is not enabled if none
// has. Those that were made only moments ago, by this very apply perhaps, are given the time to show.
func (r *Resource) awaitDefaultPermissions(ctx context.Context, diags *diag.Diagnostics) bool {
	var some bool
	err := auth0.AwaitLag(ctx, time.Now().Add(auth0.LagLimit), func() (bool, error) {
		var err error
		some, err = r.hasDefaultPermissions(ctx)
		return some, err
	})
	switch {
	case err != nil:
		tf.AddAPIError(diags, "Could not look for default permissions", err)
		return false
	case !some:
		refuseEnabling(r.Client.Domain(), diags)
	}
	return some
}

func (r *Resource) hasDefaultPermissions(ctx context.Context) (bool, error) {
	grants, err := r.Client.ListClientGrants(ctx, auth0.ClientGrantFilter{DefaultFor: auth0.DefaultForThirdPartyClients})
	return len(grants) > 0, err
}
