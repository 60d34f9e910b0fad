package redirectprotection

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// callbacksKey is where the private state keeps the application's callbacks as last read, so that a plan can check them
// without another call.
const callbacksKey = "callbacks"

// keepCallbacks stores the application's callbacks in the private state.
func keepCallbacks(ctx context.Context, private tf.PrivateWriter, app *auth0.Application, diags *diag.Diagnostics) {
	encoded, err := json.Marshal(app.Callbacks)
	if err != nil {
		diags.AddError("Could not keep the callbacks", err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, callbacksKey, encoded)...)
}

// lastCallbacks returns the callbacks in the private state; there are none before the first read.
func lastCallbacks(ctx context.Context, private tf.PrivateReader, diags *diag.Diagnostics) []string {
	encoded, found := private.GetKey(ctx, callbacksKey)
	diags.Append(found...)
	if encoded == nil {
		return nil
	}
	var callbacks []string
	if err := json.Unmarshal(encoded, &callbacks); err != nil {
		diags.AddError("Could not understand the kept callbacks", err.Error())
	}
	return callbacks
}
