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

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Resource is auth0access_dynamic_client_registration.
type Resource struct{ tf.SettingOfTenant[model] }

var _ tf.Managed = (*Resource)(nil)

// NewResource returns the resource auth0access_dynamic_client_registration.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource {
	return &Resource{tf.NewSettingOfTenant(
		"auth0access_dynamic_client_registration",
		tf.SettingKind[model, auth0.TenantSettings]{
			Declared:    (*model).declared,
			Write:       write,
			Undo:        func(settings *auth0.TenantSettings) { settings.Flags.EnableDynamicClientRegistration = false },
			Show:        func(client *auth0.Client, m *model, settings *auth0.TenantSettings) { m.show(client, settings) },
			Fingerprint: fingerprint,
			Before:      before,
			Summaries: tf.Summaries{
				CouldNotRead:  "Could not read the tenant's settings",
				CouldNotWrite: "Could not set dynamic client registration",
				CouldNotUndo:  "Could not disable registration",
			},
		},
	)}
}

// Schema describes the resource's arguments and attributes.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Decides whether anybody may register applications with the tenant (Dynamic Client " +
			"Registration), and in which security mode. A tenant has one such setting. No other setting of the tenant changes.",
		Attributes: map[string]schema.Attribute{
			"enabled": schema.BoolAttribute{
				MarkdownDescription: "Whether anybody may register applications. The apply refuses to enable it while no API has " +
					"default permissions, see `allow_without_default_permissions`.",
				Required: true,
			},
			"security_mode": schema.StringAttribute{
				MarkdownDescription: "Security mode of newly registered applications: `strict` or `permissive`. Applications " +
					"that are already registered keep theirs. If left out, the tenant's mode stays as it is. Tenants created since " +
					"April 2026 never show their mode: the state then has the mode that Terraform wrote last, or null. Auth0 offers " +
					"`permissive` only to customers that used third-party applications before April 2026.",
				Optional:      true,
				Computed:      true,
				Validators:    []validator.String{stringvalidator.OneOf(auth0.SecurityModeStrict, auth0.SecurityModePermissive)},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
			},
			"allow_without_default_permissions": schema.BoolAttribute{
				MarkdownDescription: "Whether registration may be enabled while no API has default permissions, so that " +
					"registered applications can reach nothing. Default `false`.",
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
	look := func(ctx context.Context, _ auth0.Freshness) (bool, error) {
		return hasDefaultPermissions(ctx, r.Client)
	}
	some, err := tf.ReadSettled(ctx, req.Private, look, func(some bool, _ string) bool { return !some })
	switch {
	case err != nil:
		tf.AddAPIError(&resp.Diagnostics, "Could not look for default permissions", err)
	case !some:
		warnOfNone(r.Client.Domain(), &resp.Diagnostics)
	}
}

// write makes the settings as planned, unless they are so already or enabling is refused.
func write(
	ctx context.Context, r *tf.Resource, now *auth0.TenantSettings, plan, state *model, diags *diag.Diagnostics,
) (*auth0.TenantSettings, error) {
	if plan.needsDefaultPermissions(now) && !awaitDefaultPermissions(ctx, r.Client, diags) {
		return nil, nil
	}
	var written string
	if state != nil {
		written = state.SecurityMode.ValueString()
	}
	if fields := plan.changes(now, written); fields != (auth0.TenantSettingsFields{}) {
		var err error
		if now, err = r.Client.UpdateTenantSettings(ctx, fields); err != nil {
			return nil, err
		}
	}
	if plan.SecurityMode.IsUnknown() { // because the configuration leaves it out
		shown := *plan
		shown.show(r.Client, now)
		warnMode(&model{}, &shown, nil, diags)
	}
	return now, nil
}

// awaitDefaultPermissions reports whether an API has default permissions, and why registration is not enabled if none
// has. Those that were made only moments ago, by this very apply perhaps, are given the time to show.
func awaitDefaultPermissions(ctx context.Context, client *auth0.Client, diags *diag.Diagnostics) bool {
	var some bool
	err := auth0.AwaitLag(ctx, time.Now().Add(auth0.LagLimit), func() (bool, error) {
		var err error
		some, err = hasDefaultPermissions(ctx, client)
		return some, err
	})
	switch {
	case err != nil:
		tf.AddAPIError(diags, "Could not look for default permissions", err)
		return false
	case !some:
		refuseEnabling(client.Domain(), diags)
	}
	return some
}

func hasDefaultPermissions(ctx context.Context, client *auth0.Client) (bool, error) {
	grants, err := client.ListClientGrants(ctx, auth0.ClientGrantFilter{DefaultFor: auth0.DefaultForThirdPartyClients})
	return len(grants) > 0, err
}
