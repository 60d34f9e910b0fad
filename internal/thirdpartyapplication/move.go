package thirdpartyapplication

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// MoveState takes over third-party applications from auth0_client. State keeps as much as it had, so that even a plan
// without refresh changes nothing that matters; the next Read completes it.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tf.MoveFrom(
		"auth0_client",
		func(ctx context.Context, source *application.Moved, resp *resource.MoveStateResponse) {
			app := source.Shown()
			if !app.IsThirdParty() {
				resp.Diagnostics.AddAttributeError(path.Root("client_id"), "First-party application cannot be moved",
					fmt.Sprintf("%q (%s) is a first-party application, and this provider manages third-party applications only. Keep "+
						"it as auth0_client, and remove the moved block. One that moves all instances of a resource with count or "+
						"for_each, first-party ones among them, has to be replaced by one for each third-party "+
						"instance.", app.Name, app.ClientID))
				return
			}
			m := shown(app, nil, &model{})
			resp.Diagnostics.Append(tf.Set(ctx, &resp.TargetState, m)...)
			resp.Diagnostics.Append(resp.TargetPrivate.SetKey(ctx, firstSightKey, []byte("true"))...)
		},
	)
}
