package defaultpermissions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// halfNames are the arguments that permit something.
var halfNames = []string{"user_access", "client_access"}

// permittedBy returns what a half permits, nil if there is none or it is not known yet whether there is.
func permittedBy(ctx context.Context, from tf.AttributeSource, half string, diags *diag.Diagnostics) *tf.GrantedScopes {
	var object types.Object
	diags.Append(from.GetAttribute(ctx, path.Root(half), &object)...)
	if object.IsNull() || object.IsUnknown() {
		return nil
	}
	var scopes tf.SetValue
	var all types.Bool
	diags.Append(from.GetAttribute(ctx, path.Root(half).AtName("scopes"), &scopes)...)
	diags.Append(from.GetAttribute(ctx, path.Root(half).AtName("all_scopes"), &all)...)
	return &tf.GrantedScopes{Scopes: scopes.Set, AllScopes: all}
}

// checkOneCounts refuses halves of which it is not plain how much they grant.
func checkOneCounts(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) {
	for _, half := range halfNames {
		if permitted := permittedBy(ctx, req.Plan, half, diags); permitted != nil {
			permitted.CheckOneCounts(path.Root(half).AtName, diags)
		}
	}
}

// checkBoundary holds each half to the boundary of the provider block.
func (r *Resource) checkBoundary(
	ctx context.Context,
	req resource.ModifyPlanRequest,
	audience types.String,
	hadEnded bool,
	diags *diag.Diagnostics,
) {
	var audienceBefore types.String
	if !req.State.Raw.IsNull() {
		diags.Append(req.State.GetAttribute(ctx, path.Root("audience"), &audienceBefore)...)
	}
	for _, half := range halfNames {
		var before *tf.GrantedScopes
		if audienceBefore.Equal(audience) && !hadEnded {
			before = permittedBy(ctx, req.State, half, diags)
		}
		if now := permittedBy(ctx, req.Plan, half, diags); now != nil {
			tf.CheckBoundary(r.Boundary, audience, before, *now, path.Root(half).AtName, diags)
		}
	}
}

// checkAPI looks whether the API is there with the scopes, if the plan names any that the state has not.
func (r *Resource) checkAPI(
	ctx context.Context,
	req resource.ModifyPlanRequest,
	audience types.String,
	hadEnded bool,
	diags *diag.Diagnostics,
) {
	isNew := req.State.Raw.IsNull() || hadEnded
	var arguments []tf.ScopesArgument
	for _, half := range halfNames {
		at := path.Root(half).AtName("scopes")
		var planned, before tf.SetValue
		diags.Append(req.Plan.GetAttribute(ctx, at, &planned)...)
		if !isNew {
			diags.Append(req.State.GetAttribute(ctx, at, &before)...)
		}
		if added := tf.AddedStrings(before.Set, planned.Set); len(added) > 0 {
			arguments = append(arguments, tf.ScopesArgument{Path: at, New: added})
		}
	}
	if isNew || len(arguments) > 0 {
		tf.CheckAPI(ctx, r.Client, audience, arguments, diags)
	}
}
