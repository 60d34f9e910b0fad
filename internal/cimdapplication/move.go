package cimdapplication

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// MoveState takes over applications from auth0_client_cimd. Its state does not say what was taken over from the
// document; the next Read does, as after an import.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tf.MoveFrom(
		"auth0_client_cimd",
		func(ctx context.Context, source *application.Moved, resp *resource.MoveStateResponse) {
			resp.Diagnostics.Append(tf.Set(ctx, &resp.TargetState, shown(source.Shown(), nil, notConfigured()))...)
		},
	)
}
