package clientgrant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// uncheckedKey marks in the private state a grant of which it is not known whether its application is third-party. A
// move asks nobody; the next Read does.
const uncheckedKey = "unchecked"

// MoveState takes over grants of single applications from auth0_client_grant.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tf.MoveFrom(
		"auth0_client_grant",
		func(ctx context.Context, source *tf.MovedGrant, resp *resource.MoveStateResponse) {
			grant := source.Grant()
			resp.Diagnostics.Append(checkOwnGrant(grant)...)
			if resp.Diagnostics.HasError() {
				return
			}
			m := modelOf(grant)
			resp.Diagnostics.Append(tf.Set(ctx, &resp.TargetState, m)...)
			if !auth0.IsStrictClientID(grant.ClientID) {
				resp.Diagnostics.Append(resp.TargetPrivate.SetKey(ctx, uncheckedKey, []byte("true"))...)
			}
		},
	)
}

// isUnchecked reports whether nobody has asked yet whether this provider may manage the grant: one that was imported,
// of which only the id is known, or moved.
func isUnchecked(ctx context.Context, state model, private tf.PrivateReader, diags *diag.Diagnostics) bool {
	mark, found := private.GetKey(ctx, uncheckedKey)
	diags.Append(found...)
	return state.ClientID.IsNull() || mark != nil
}
