package defaultpermissions

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// apply turns what is there before into what is wanted, one half after the other, up to the first error, and returns
// how far it got. A half of which it is unknown whether it was made is in what it returns, with an empty id; the next
// read finds out. What is to be closed is closed first, so that a refused addition keeps nothing open.
func (r *Resource) apply(ctx context.Context, before, wanted model) (model, error) {
	done := before
	for _, subjectType := range subjectTypes {
		old := before.access(subjectType)
		if old == nil || wanted.access(subjectType) != nil {
			continue
		}
		if err := r.Client.DeleteClientGrant(ctx, old.GrantID.ValueString()); err != nil && !auth0.IsNotFound(err) {
			return done, fmt.Errorf("%s access: %w", subjectType, err)
		}
		done = done.with(subjectType, nil)
	}
	for _, subjectType := range subjectTypes {
		access := wanted.access(subjectType)
		if access == nil {
			continue
		}
		granted, err := r.grant(ctx, wanted.Audience.ValueString(), subjectType, before.access(subjectType), *access)
		if granted != nil {
			done = done.with(subjectType, granted)
		}
		if err != nil {
			return done, fmt.Errorf("%s access: %w", subjectType, err)
		}
	}
	return done, nil
}

// grant makes one half, or changes it if there is one before, and returns its state.
func (r *Resource) grant(
	ctx context.Context,
	audience, subjectType string,
	before *userAccess,
	wanted userAccess,
) (*userAccess, error) {
	if before == nil {
		grant, err := r.Client.CreateClientGrantOnce(ctx, wanted.newGrant(audience, subjectType))
		if errors.Is(err, auth0.ErrUnknownOutcome) {
			wanted.GrantID = types.StringValue("")
			return &wanted, err
		}
		if err != nil {
			return nil, err
		}
		wanted.GrantID = types.StringValue(grant.ID)
		return &wanted, nil
	}
	wanted.GrantID = before.GrantID
	if changes := wanted.changes(*before); changes != (auth0.ClientGrantFields{}) {
		if _, err := r.Client.UpdateClientGrant(ctx, before.GrantID.ValueString(), changes); err != nil {
			return nil, err
		}
	}
	return &wanted, nil
}

// read returns the default permissions as they are in the tenant.
func (r *Resource) read(ctx context.Context, state model, how auth0.Freshness) (model, error) {
	audience := state.Audience.ValueString()
	grants, err := r.Client.ReadDefaultPermissions(ctx, audience, how)
	if err != nil {
		return state, err
	}
	for _, subjectType := range subjectTypes {
		before := state.access(subjectType)
		grant := defaultGrant(grants, audience, subjectType)
		if grant == nil && before != nil && before.GrantID.ValueString() != "" {
			grant, err = r.readByID(ctx, before.GrantID.ValueString(), how)
			if err != nil {
				return state, fmt.Errorf("%s access: %w", subjectType, err)
			}
		}
		state = state.with(subjectType, accessOf(grant))
	}
	return state, nil
}

// readByID returns a grant that a listing did not show, nil if it is gone indeed.
func (r *Resource) readByID(ctx context.Context, id string, how auth0.Freshness) (*auth0.ClientGrant, error) {
	grant, err := r.Client.ReadClientGrant(ctx, id, how)
	if auth0.IsNotFound(err) {
		return nil, nil
	}
	return grant, err
}

// checkNoneLeftOut refuses to begin if the tenant has a half that the configuration leaves out or that has ended:
// somebody made it, and it would be deleted with the resource, or by the next apply. One that was deleted right before
// may still be shown.
func (r *Resource) checkNoneLeftOut(ctx context.Context, wanted model, diags *diag.Diagnostics) bool {
	audience := wanted.Audience.ValueString()
	for _, subjectType := range subjectTypes {
		if wanted.access(subjectType) != nil && !wanted.HasEnded() {
			continue
		}
		isThere, err := r.has(ctx, audience, subjectType)
		if isThere {
			err = auth0.AwaitLag(ctx, time.Now().Add(auth0.LagLimit), func() (bool, error) {
				var err error
				isThere, err = r.has(ctx, audience, subjectType)
				return !isThere, err
			})
		}
		switch {
		case err != nil:
			tf.AddAPIError(diags, "Could not create the default permissions", err)
			return false
		case isThere:
			diags.AddError("Default permissions exist already",
				fmt.Sprintf("%s already has %s access, which this resource has not made and this configuration %s. If "+
					"another address of this or another configuration declares it, put both into one resource. Otherwise add this "+
					"block with the resource's own name: the plan then shows what of it would be deleted.\n\n%s",
					audience, subjectType, leavesOut(wanted), tf.ImportBlock("auth0access_api_default_permissions", audience)))
			return false
		}
	}
	return true
}

// leavesOut says what a configuration does with access that would be deleted.
func leavesOut(wanted model) string {
	if wanted.HasEnded() {
		return "lets end before now"
	}
	return "leaves out"
}

// has reports whether the tenant has the half.
func (r *Resource) has(ctx context.Context, audience, subjectType string) (bool, error) {
	grants, err := r.Client.ReadDefaultPermissions(ctx, audience, auth0.Fresh)
	return defaultGrant(grants, audience, subjectType) != nil, err
}

// takeBack deletes what a creation has made before it met a grant that exists already, and returns what is left. The
// way on from there is an import, and Terraform imports only what it has no state of.
func (r *Resource) takeBack(ctx context.Context, made model, diags *diag.Diagnostics) model {
	left, err := r.apply(ctx, made, model{Audience: made.Audience})
	if err != nil {
		tf.AddAPIError(diags, "Could not undo half of the creation", err)
	}
	return left
}

// addCreateError reports why a creation failed, if it did, and what to do about the half that succeeded.
func (r *Resource) addCreateError(ctx context.Context, made model, err error, diags *diag.Diagnostics) {
	audience := made.Audience.ValueString()
	switch {
	case err == nil:
	case auth0.IsConflict(err):
		r.addConflict(ctx, audience, err, diags)
	case auth0.IsNotFound(err) && made.isEmpty():
		tf.AddAPINotFound(r.Client, audience, diags)
	case made.isEmpty():
		tf.AddAPIError(diags, "Could not create the default permissions", err)
	default:
		tf.AddAPIError(diags, "Could not create all default permissions",
			fmt.Errorf("%w.\n\nThe other access was granted and is recorded. Terraform marks the resource as tainted: once "+
				"the cause is removed, the next apply withdraws that access and makes both anew. After terraform untaint it "+
				"makes the missing one only", err))
	}
}

// addConflict reports that Auth0 refuses default permissions beside others, and how to take those over.
func (r *Resource) addConflict(ctx context.Context, audience string, refusal error, diags *diag.Diagnostics) {
	found, err := auth0.AwaitShown(ctx, func(ctx context.Context) (*model, error) {
		now, err := r.read(ctx, model{Audience: types.StringValue(audience)}, auth0.Fresh)
		if err != nil || now.isEmpty() {
			return nil, err
		}
		return &now, nil
	})
	if found == nil {
		tf.AddAPIError(diags, "Could not create the default permissions",
			tf.UnseenConflict(refusal, err, "The API has no default permissions"))
		return
	}
	diags.AddError("Default permissions exist already",
		fmt.Sprintf("%s already has default permissions that this resource has not made, and Auth0 refuses a second set "+
			"(%s). %s",
			audience, refusal, tf.ExistingRemedy("auth0access_api_default_permissions", audience)))
}

// addUpdateError reports why an update failed, if it did. What was done before is in state.
func addUpdateError(err error, diags *diag.Diagnostics) {
	if auth0.IsConflict(err) {
		err = fmt.Errorf("%w.\n\nSomebody granted this access after Terraform had read it. Run Terraform again: it will "+
			"show what is there now, and change it", err)
	}
	if err != nil {
		tf.AddAPIError(diags, "Could not update the default permissions", err)
	}
}
