package thirdpartyapplication

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// A creation that got no answer, and of which nobody could find out what came of it (the tenant went on failing, or the
// apply was broken off), leaves a resource in state that has no client_id, and a trace of the application in its
// private state. Terraform marks the resource as tainted. The next Read follows the trace: if there is an application,
// the resource gets its client_id, and Terraform deletes it when it replaces the resource; if there is none, the
// resource goes. Either way, one more apply leaves one application.
//
// Nothing can be kept if a process is killed. With the provider, the applications being created at that moment (ten
// at most by default) may exist without being in state; with Terraform itself, all those that it had not yet written to
// its state file.

// traceKey is where the private state keeps the trace.
const traceKey = "trace"

// keepTrace keeps what is known of a creation that stays undecided. It returns the application to be shown in state
// until then, which is empty; for any other error there is none.
func keepTrace(ctx context.Context, private tf.PrivateWriter, err error, diags *diag.Diagnostics) *auth0.Application {
	undecided, ok := errors.AsType[*auth0.UndecidedError](err)
	if !ok {
		return nil
	}
	encoded, err := json.Marshal(undecided.Create)
	if err != nil {
		diags.AddError("Could not keep the trace of the application", err.Error())
		return nil
	}
	diags.Append(private.SetKey(ctx, traceKey, encoded)...)
	return &auth0.Application{}
}

// settle gives a state without a client_id the one of the application that was created, if there is one.
func (r *Resource) settle(ctx context.Context, private tf.PrivateReader, state *model) error {
	if state.ClientID.ValueString() != "" {
		return nil
	}
	encoded, diags := private.GetKey(ctx, traceKey)
	if diags.HasError() || encoded == nil {
		return nil
	}
	var trace auth0.UnansweredCreate
	if err := json.Unmarshal(encoded, &trace); err != nil {
		return fmt.Errorf("the trace in the private state is not understood: %w", err)
	}
	app, err := r.Client.FindCreatedApplication(ctx, trace)
	if err != nil {
		return withRemedy(err, trace.Name)
	}
	if app != nil {
		state.ClientID = types.StringValue(app.ClientID)
	}
	return nil
}

// addCreateError reports a failed creation. One that stays undecided is found out by the next plan.
func addCreateError(diags *diag.Diagnostics, name string, err error, fields auth0.ApplicationFields) {
	if !errors.Is(err, auth0.ErrUnknownOutcome) {
		tf.AddAPIError(diags, "Could not create the application", application.Explained(err, fields))
		return
	}
	tf.AddAPIError(diags, "Application may have been created", withRemedy(err, name))
}

// withRemedy says how to go on after a creation of which the outcome could not be found out. If only a person can tell,
// the resource leaves the state, for whatever Terraform did with an application that may be somebody else's would be
// wrong.
func withRemedy(err error, name string) error {
	if _, ok := errors.AsType[*auth0.AmbiguousError](err); ok {
		return fmt.Errorf("%w.\n\nFind out in the Dashboard (Applications > Applications) which of those named %q is "+
			"Terraform's, and run terraform state rm with the address of this resource. If one is, then run terraform import "+
			"with the address and its client ID; if none is, the next apply creates the application", err, name)
	}
	return fmt.Errorf("%w.\n\nRun Terraform again once the cause is removed: it looks for the application %q and, if it "+
		"is there, replaces it, because the resource is tainted", err, name)
}

// fingerprint stands for all that an update of the application may change, its keys apart.
func (m *model) fingerprint(ctx context.Context) string {
	encoded, err := json.Marshal(changes(ctx, m, &model{}, &diag.Diagnostics{}))
	if err != nil {
		return ""
	}
	return tf.Fingerprint(string(encoded))
}

// isOld reports whether what was read is from before the last write: its members are as they were then, a key that was
// registered, or may have been, is missing or expires at another time, or there is one that was deleted. m is what was
// written.
func (m *model) isOld(ctx context.Context, read *model, before string) bool {
	now := read.fingerprint(ctx)
	if now == before && now != m.fingerprint(ctx) {
		return true
	}
	had, _ := credentialsIn(m.ClientAuthenticationMethods, &diag.Diagnostics{})
	has, _ := credentialsIn(read.ClientAuthenticationMethods, &diag.Diagnostics{})
	for name, key := range has {
		if key.isForeign(name) && !had.has(key.ID.ValueString()) {
			return true
		}
	}
	for _, key := range had {
		name, isThere := has.nameOf(key.ID.ValueString())
		switch {
		case key.isUnanswered():
			if len(has) < len(had) {
				return true
			}
		case !isThere, !sameInstant(has[name].ExpiresAt, key.ExpiresAt):
			return true
		}
	}
	return false
}
