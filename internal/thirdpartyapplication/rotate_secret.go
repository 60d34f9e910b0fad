package thirdpartyapplication

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// RotateSecretAction is auth0access_rotate_client_secret.
type RotateSecretAction struct{ tf.Action }

var (
	_ action.ActionWithConfigure  = (*RotateSecretAction)(nil)
	_ action.ActionWithModifyPlan = (*RotateSecretAction)(nil)
)

// NewRotateSecretAction returns the action auth0access_rotate_client_secret.
func NewRotateSecretAction() action.Action {
	return &RotateSecretAction{tf.NewAction("auth0access_rotate_client_secret")}
}

// Schema describes the action's argument.
func (a *RotateSecretAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Rotates the client secret of a third-party application: Auth0 makes a new secret, and the " +
			"old one stops working at once. The new secret is not shown; the ephemeral resource " +
			"`auth0access_client_credentials` reads it.",
		Attributes: map[string]schema.Attribute{
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Client ID of a third-party application that authenticates with a secret.",
				Required:            true,
				Validators:          tf.ClientID(),
			},
		},
	}
}

type rotation struct {
	ClientID types.String `tfsdk:"client_id"`
}

// ModifyPlan refuses applications that have no secret to rotate. One that is still to be created is looked at when the
// action is invoked.
func (a *RotateSecretAction) ModifyPlan(
	ctx context.Context,
	req action.ModifyPlanRequest,
	resp *action.ModifyPlanResponse,
) {
	var config rotation
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || config.ClientID.IsUnknown() || !a.Client.IsAvailable() {
		return
	}
	a.rotatable(ctx, config.ClientID.ValueString(), auth0.FreshInApply, &resp.Diagnostics)
}

// Invoke rotates the secret. If the answer is lost, the client rotates it again (see
// [auth0.Client.RotateClientSecret]). If that fails too, whoever invoked the action invokes it once more.
func (a *RotateSecretAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config rotation
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	app := a.rotatable(ctx, config.ClientID.ValueString(), auth0.Fresh, &resp.Diagnostics)
	if app == nil {
		return
	}
	resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("Rotating the client secret of %q "+
		"(%s)", app.Name, app.ClientID)})
	if _, err := a.Client.RotateClientSecret(ctx, app.ClientID); err != nil {
		addRotationError(&resp.Diagnostics, app, err)
		return
	}
	resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("Rotated: the old client secret of %q (%s) does "+
		"not work any more. Read the new one with the ephemeral resource "+
		"auth0access_client_credentials.", app.Name, app.ClientID)})
}

// rotatable returns the application if its secret can be rotated, and nil with an error otherwise.
func (a *RotateSecretAction) rotatable(
	ctx context.Context, clientID string, how auth0.Freshness, diags *diag.Diagnostics,
) *auth0.Application {
	app, err := a.Client.AwaitApplication(ctx, clientID, how)
	switch {
	case auth0.IsNotFound(err):
		diags.AddAttributeError(path.Root("client_id"), "Application not found",
			tf.NoApplication(a.Client, clientID))
		return nil
	case err != nil:
		tf.AddAPIError(diags, "Could not read the application", err)
		return nil
	}
	if checkRotatable(app, diags); diags.HasError() {
		return nil
	}
	return app
}

// checkRotatable refuses applications whose secret is nobody's business here, or opens nothing. Auth0 itself refuses
// those with keys, and would rotate the secret of a public application to no effect.
func checkRotatable(app *auth0.Application, diags *diag.Diagnostics) {
	at := path.Root("client_id")
	methods := app.ClientAuthenticationMethods
	switch {
	case !app.IsThirdParty():
		diags.AddAttributeError(at, "Application is not third-party",
			fmt.Sprintf("%q (%s) is a first-party application, and this provider rotates the secrets of third-party "+
				"applications only. Rotate this one in the Dashboard (Applications > %[1]s > Settings).", app.Name, app.ClientID))
	case methods != nil && methods.PrivateKeyJWT != nil:
		diags.AddAttributeError(at, "Application has no secret to rotate",
			fmt.Sprintf("%q (%s) signs with a private key that its owner keeps (private key JWT); Auth0 accepts no secret "+
				"from it and refuses to rotate one. To rotate its key, add the new public key to client_authentication_methods "+
				"of its auth0access_third_party_application under another name, apply, and remove the old one when its owner has "+
				"changed over.", app.Name, app.ClientID))
	case app.TokenEndpointAuthMethod == "none":
		diags.AddAttributeError(at, "Application has no secret to rotate",
			fmt.Sprintf("%q (%s) is a public application (token_endpoint_auth_method = \"none\"). Auth0 would rotate a secret "+
				"that it accepts from nobody. Remove the action, or make the application use a secret. To end the access it has, "+
				"revoke its refresh tokens or delete it.",
				app.Name, app.ClientID))
	}
}

// addRotationError reports a failed rotation, and what holds then.
func addRotationError(diags *diag.Diagnostics, app *auth0.Application, err error) {
	what := "The old secret still works"
	if errors.Is(err, auth0.ErrUnknownOutcome) {
		what = "So the old secret may have stopped working"
	}
	tf.AddAPIError(diags, "Could not rotate the client "+
		"secret", fmt.Errorf("%w.\n\n%s. Terraform does not invoke an "+
		"action again by itself: when the cause is removed, invoke it once more (terraform apply "+
		"-invoke=action.auth0access_rotate_client_secret.NAME), then hand the secret of %q (%s) over anew",
		err, what, app.Name, app.ClientID))
}
