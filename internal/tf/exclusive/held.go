package exclusive

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// heldKey is where the private state keeps that an apply has held the set to the configuration. One that was only
// imported declares what was found.
const heldKey = "held"

// noteHeld keeps that an apply has held the set. Kinds without Consent have no use for it.
func (r *Resource[O]) noteHeld(ctx context.Context, private tf.PrivateWriter, diags *diag.Diagnostics) {
	if r.kind.Consent != "" {
		diags.Append(private.SetKey(ctx, heldKey, []byte("true"))...)
	}
}

func isHeld(ctx context.Context, private tf.PrivateReader) bool {
	held, diags := private.GetKey(ctx, heldKey)
	return !diags.HasError() && len(held) > 0
}

func idsOf[O Object](objects []O) map[string]bool {
	ids := make(map[string]bool, len(objects))
	for _, object := range objects {
		ids[object.ID()] = true
	}
	return ids
}
