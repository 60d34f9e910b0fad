package consent

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// RevokeAction is auth0access_revoke_access.
type RevokeAction struct{ tf.Action }

var (
	_ action.ActionWithConfigure  = (*RevokeAction)(nil)
	_ action.ActionWithModifyPlan = (*RevokeAction)(nil)
)

// NewRevokeAction returns the action auth0access_revoke_access.
func NewRevokeAction() action.Action {
	return &RevokeAction{tf.NewAction("auth0access_revoke_access")}
}

// Schema describes the action's arguments.
func (a *RevokeAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Revokes the access that users gave to one third-party application: their refresh tokens and " +
			"consents. Consents to other applications, client grants and the application stay.",
		Attributes: map[string]schema.Attribute{
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Client ID of the third-party application.",
				Required:            true,
				Validators:          tf.ClientID(),
			},
			"audience": schema.StringAttribute{
				MarkdownDescription: "Identifier of an API: only access to it is revoked. Default all APIs.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"limit": schema.Int64Attribute{
				MarkdownDescription: "Maximum number of users whose access is revoked. Default all.",
				Optional:            true,
				Validators:          []validator.Int64{int64validator.AtLeast(1)},
			},
			"dry_run": schema.BoolAttribute{
				MarkdownDescription: "`true` names the users whose access would be revoked, and changes nothing. Default `false`.",
				Optional:            true,
			},
		},
	}
}

type revocation struct {
	ClientID types.String `tfsdk:"client_id"`
	Audience types.String `tfsdk:"audience"`
	Limit    types.Int64  `tfsdk:"limit"`
	DryRun   types.Bool   `tfsdk:"dry_run"`
}

// ModifyPlan refuses applications that are not third-party. An application that does not exist yet is checked when the
// action is invoked.
func (a *RevokeAction) ModifyPlan(
	ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse,
) {
	var config revocation
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() || config.ClientID.IsUnknown() || !a.Client.IsAvailable() {
		return
	}
	a.application(ctx, config.ClientID.ValueString(), auth0.FreshInApply, &resp.Diagnostics)
}

// Invoke revokes the access.
func (a *RevokeAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config revocation
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	app := a.application(ctx, config.ClientID.ValueString(), auth0.Fresh, &resp.Diagnostics)
	if app == nil {
		return
	}
	r := &revoking{
		client: a.Client,
		app:    app,
		of:     auth0.ConsentFilter{ClientID: app.ClientID, Audience: config.Audience.ValueString()},
		limit:  int(config.Limit.ValueInt64()),
		diags:  &resp.Diagnostics,
		say: func(format string, args ...any) {
			message := auth0.Printable(fmt.Sprintf(format, args...))
			resp.SendProgress(action.InvokeProgressEvent{Message: message})
		},
	}
	if config.DryRun.ValueBool() {
		r.preview(ctx)
		return
	}
	r.run(ctx)
}

// application returns the application if it is third-party, and otherwise nil with an error.
func (a *RevokeAction) application(
	ctx context.Context, clientID string, how auth0.Freshness, diags *diag.Diagnostics,
) *auth0.Application {
	app, err := a.Client.AwaitApplication(ctx, clientID, how)
	switch {
	case auth0.IsNotFound(err):
		diags.AddAttributeError(path.Root("client_id"), "Application not found",
			fmt.Sprintf("The tenant %s has no application %q. If it was deleted, Auth0 deleted its consents and refresh "+
				"tokens with it: remove the action. Otherwise correct client_id.",
				a.Client.Domain(), clientID))
		return nil
	case err != nil:
		tf.AddAPIError(diags, "Could not read the application", err)
		return nil
	case !app.IsThirdParty():
		diags.AddAttributeError(path.Root("client_id"), "Application is not third-party",
			fmt.Sprintf("%q (%s) is a first-party application. This action revokes access of third-party applications only. "+
				"Write the client_id of one.", app.Name, app.ClientID))
		return nil
	}
	return app
}
