package exclusive

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// ModifyPlan plans the removal of what is not declared. What it cannot show in undeclared, because the resource is new
// or something is not known yet, a warning names or says to be unknown.
func (r *Resource[O]) ModifyPlan(
	ctx context.Context,
	req resource.ModifyPlanRequest,
	resp *resource.ModifyPlanResponse,
) {
	if req.Plan.Raw.IsNull() {
		return
	}
	plan := setIn(ctx, req.Plan, &resp.Diagnostics)
	isNew := req.State.Raw.IsNull()
	var state Set
	if !isNew {
		state = setIn(ctx, req.State, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	_, isComplete := r.kind.declared(plan)
	left := r.kind.shownAs(nil)
	if isNew || !isComplete || r.unknown(plan) != "" {
		left.Set = types.SetUnknown(left.ElementType(ctx))
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(undeclared), left)...)
	r.declareWhole(tf.InstanceOf(ctx, req, resp), plan, &resp.Diagnostics)
	switch unknown := r.unknown(plan); {
	case resp.Diagnostics.HasError():
	case unknown != "":
		r.warnUnknown(plan, unknown, &resp.Diagnostics)
	case isNew:
		r.planNew(ctx, plan, &resp.Diagnostics)
	default:
		r.planChange(ctx, plan, state, isHeld(ctx, req.Private), &resp.Diagnostics)
	}
}

// unknown returns what has to be known before anybody can look what is there, empty if it is.
func (r *Resource[O]) unknown(plan Set) string {
	switch {
	case !r.Client.IsAvailable():
		return "the configuration of the provider"
	case plan.ClientID().IsUnknown():
		return "client_id"
	default:
		return ""
	}
}

// planNew looks what is there when the resource is to be created, and warns of what comes of it.
func (r *Resource[O]) planNew(ctx context.Context, plan Set, diags *diag.Diagnostics) {
	if r.checkApplication(ctx, plan, auth0.FreshInApply, diags); diags.HasError() {
		return
	}
	found, err := r.look(ctx, plan, auth0.FreshInApply)
	// an application deleted by somebody is drift, and drift does not fail a plan
	if r.kind.OfApplication && auth0.IsNotFound(err) {
		diags.AddAttributeWarning(path.Root("client_id"), notFound, r.notFoundDetail(plan))
		return
	}
	if err != nil {
		tf.AddAPIError(diags, r.kind.Summaries.CouldNotList, err)
		return
	}
	if r.refuse(plan, found, "", diags) {
		return
	}
	now, later := r.removable(plan, found)
	r.warnRemovals(plan, now, diags)
	r.warnThere(plan, later, diags)
}

// planChange warns of removals that undeclared cannot show, or that can hardly be meant. isHeld says that the state is
// of an apply, and not just imported.
func (r *Resource[O]) planChange(ctx context.Context, plan, state Set, isHeld bool, diags *diag.Diagnostics) {
	if r.kind.Consent != "" && !r.planConsent(ctx, plan, state, isHeld, diags) {
		return
	}
	removals, fromState := r.kind.removals(plan, state)
	diags.Append(fromState...)
	if _, isComplete := r.kind.declared(plan); !isComplete {
		r.warnRemovals(plan, removals, diags)
		return
	}
	r.warnNear(plan, removals, diags)
}

// planConsent refuses or warns of what is undeclared, and reports whether the plan may remove what the state shows.
// What leaves the set may be about to be deleted by a resource of its own, whose plan may come later: it is refused
// only if the set was imported as it was found.
func (r *Resource[O]) planConsent(ctx context.Context, plan, state Set, isHeld bool, diags *diag.Diagnostics) bool {
	shown, fromState := r.kind.undeclared(state)
	diags.Append(fromState...)
	found := r.unmanaged(plan, r.kind.notDeclared(plan, shown))
	var stay []O
	if r.looksElsewhere(plan, state) {
		now, err := r.look(ctx, plan, auth0.FreshInApply)
		if err != nil {
			tf.AddAPIError(diags, r.kind.Summaries.CouldNotList, err)
			return false
		}
		wasDeclared, wasShown := r.kind.isDeclared(state), idsOf(shown)
		found = nil
		for _, object := range now {
			isLeaving := isHeld && wasDeclared(object.Key())
			if !isLeaving && (wasShown[object.ID()] || !r.mayRemove(plan)) {
				found = append(found, object)
			} else {
				stay = append(stay, object)
			}
		}
	}
	destroy := " terraform destroy removes none of them, but needs -refresh=false while they exist."
	if r.refuse(plan, found, destroy, diags) {
		return false
	}
	r.warnStay(plan, stay, diags)
	return r.mayRemove(plan)
}

// looksElsewhere reports whether the plan asks for other objects than the state was looked up with.
func (r *Resource[O]) looksElsewhere(plan, state Set) bool {
	for name := range r.kind.Arguments {
		if name != r.kind.Consent && !plan.attributes[name].Equal(state.attributes[name]) {
			return true
		}
	}
	return false
}

// refuse refuses what is undeclared if the configuration does not consent to its removal. Elements that are not known
// yet stand for objects that are still to be made; only of a set of which nothing is known, nobody can tell. more goes
// on after the remedies.
func (r *Resource[O]) refuse(plan Set, found []O, more string, diags *diag.Diagnostics) bool {
	if plan.elements(r.kind.Argument).IsUnknown() || len(found) == 0 || r.mayRemove(plan) ||
		plan.attributes[r.kind.Consent].IsUnknown() {
		return false
	}
	r.addRefused(plan, found, more, diags)
	return true
}
