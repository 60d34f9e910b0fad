package defaultpermissions

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// MoveState takes over one half of an API's default permissions from auth0_client_grant. Terraform moves no two
// resources into one; the next Read finds the other half, if there is one.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tf.MoveFrom(
		"auth0_client_grant",
		func(ctx context.Context, source *tf.MovedGrant, resp *resource.MoveStateResponse) {
			grant := source.Grant()
			switch {
			case grant.DefaultFor != auth0.DefaultForThirdPartyClients:
				resp.Diagnostics.AddError("Grant belongs to one application",
					fmt.Sprintf("%s grants scopes of %s to the application %s alone. Write a resource auth0access_client_grant "+
						"instead, and name it in to of the moved block.",
						grant.ID, grant.Audience, grant.ClientID))
			case grant.SubjectType != auth0.SubjectTypeUser && grant.SubjectType != auth0.SubjectTypeClient:
				resp.Diagnostics.AddError("Grant has an unknown subject type",
					fmt.Sprintf("%s has the subject type %q; default permissions of the subject types %q and %q can be managed only. "+
						"Keep it as auth0_client_grant, and remove the moved "+
						"block.", grant.ID, grant.SubjectType, auth0.SubjectTypeUser, auth0.SubjectTypeClient))
			default:
				m := model{Audience: types.StringValue(grant.Audience)}.with(grant.SubjectType, accessOf(grant))
				resp.Diagnostics.Append(tf.Set(ctx, &resp.TargetState, m)...)
			}
		},
	)
}
