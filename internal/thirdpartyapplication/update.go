package thirdpartyapplication

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// update brings the application from the state to the plan. The state follows every call that Auth0 accepted, so that
// the failure of a later one leaves the rest, and nothing else, to the next apply.
//
// New keys are registered before the application changes over to them and old ones are deleted afterwards, so that it
// can authenticate at every moment. The secret is rotated last: only an application that is as planned gets a new one.
func (r *Resource) update(ctx context.Context, plan, state *model, private tf.PrivateWriter, diags *diag.Diagnostics) {
	keys := r.keysOf(plan, state, diags)
	fields := changes(ctx, plan, state, diags)
	if diags.HasError() {
		return
	}
	defer func() { state.ClientAuthenticationMethods = keys.present.object() }()

	if err := keys.register(ctx); err != nil {
		if errors.Is(err, auth0.ErrUnknownOutcome) {
			keepOthers(ctx, private, keys.others(), diags)
			err = fmt.Errorf("%w.\n\nRun Terraform again once the cause is removed: it looks for the key, and uses it if it "+
				"is there", err)
		}
		tf.AddAPIError(diags, "Could not register the application's key", err)
		return
	}
	fields.ClientAuthenticationMethods = keys.activation()
	answer := state
	if !application.IsEmpty(fields) {
		app, err := r.Client.UpdateApplication(ctx, keys.clientID, fields)
		if err != nil {
			tf.AddAPIError(diags, "Could not update the application", application.Explained(err, fields))
			return
		}
		answer = shown(app, nil, plan)
	}
	keys.activated()
	mustRotate := rotates(plan, state)
	now := *plan
	now.resolve(ctx, answer)
	now.SecretRotationTrigger = state.SecretRotationTrigger
	*state = now

	if err := keys.retire(ctx); err != nil {
		tf.AddAPIError(diags, "Could not delete the application's old key", err)
		return
	}
	if err := keys.changeExpiry(ctx); err != nil {
		tf.AddAPIError(diags, "Could not change when a key expires", err)
		return
	}
	if mustRotate {
		if _, err := r.Client.RotateClientSecret(ctx, keys.clientID); err != nil {
			tf.AddAPIError(diags, "Could not rotate the client secret", err)
			return
		}
	}
	state.SecretRotationTrigger = plan.SecretRotationTrigger
}
