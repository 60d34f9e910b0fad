package exclusive

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Resource is a resource that holds complete sets of a kind.
type Resource[O Object] struct {
	tf.Resource
	kind Kind[O]
}

var (
	_ tf.Managed                          = (*Resource[Object])(nil)
	_ resource.ResourceWithValidateConfig = (*Resource[Object])(nil)
)

// New returns the resource of a kind.
func New[O Object](kind Kind[O]) *Resource[O] {
	identity := tf.TenantIdentity
	if kind.OfApplication {
		identity = tf.Identity{"client_id": "Client id of the third-party application."}
	}
	return &Resource[O]{tf.NewResource(kind.Type, identity), kind}
}

// Schema describes the resource's arguments and attributes.
func (r *Resource[O]) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := maps.Clone(r.kind.Arguments)
	attributes[undeclared] = tf.NestedSet{SetNestedAttribute: r.kind.Undeclared}
	if r.kind.Consent == "" {
		attributes[removeOnCreate] = schema.BoolAttribute{
			MarkdownDescription: fmt.Sprintf("Whether creating the resource may %s everything that is undeclared. Default "+
				"`false`: nothing is %s before a plan has shown it in `undeclared`. If something is undeclared, creating fails "+
				"with an error that names it, and the next plan shows it.", r.kind.Words.Remove, r.kind.Words.Removed),
			Optional: true,
			Computed: true,
			Default:  booldefault.StaticBool(false),
		}
	}
	if r.kind.OfApplication {
		attributes["client_id"] = schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("Client id of the third-party application. Changing it watches another "+
				"application's %s and leaves the old one's alone.",
				r.kind.Argument),
			Required:      true,
			Validators:    tf.ClientID(),
			PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
		}
		attributes["id"] = tf.IDAttribute("client_id")
	} else {
		attributes["domain"] = tf.DomainAttribute()
		attributes["id"] = tf.IDAttribute("domain")
	}
	resp.Schema = schema.Schema{MarkdownDescription: r.kind.Description, Attributes: attributes}
}

// ValidateConfig refuses what cannot be an object of the set: the one that is meant would count as undeclared.
func (r *Resource[O]) ValidateConfig(
	ctx context.Context,
	req resource.ValidateConfigRequest,
	resp *resource.ValidateConfigResponse,
) {
	config := setIn(ctx, req.Config, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || r.kind.Validate == nil {
		return
	}
	declared, _ := r.kind.declared(config)
	r.kind.Validate(declared, &resp.Diagnostics)
}

// Create removes what a plan has shown or the configuration lets it remove. It fails if there is more than that.
func (r *Resource[O]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	plan := setIn(ctx, req.Plan, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := auth0.AwaitFound(ctx, func(ctx context.Context) ([]O, error) { return r.look(ctx, plan, auth0.Fresh) })
	if err != nil {
		r.addLookError(plan, err, &resp.Diagnostics)
		return
	}
	if r.checkApplication(ctx, plan, auth0.Fresh, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	if r.refuse(plan, found, "", &resp.Diagnostics) {
		return
	}
	now, later := r.removable(plan, found)
	left := append(r.remove(ctx, plan, now, &resp.Diagnostics), later...)
	if len(later) > 0 {
		r.addLeftAlone(plan, later, &resp.Diagnostics)
	}
	r.kind.show(plan, left)
	if !r.kind.OfApplication {
		plan.attributes["domain"] = types.StringValue(r.Client.Domain())
	}
	plan.write(ctx, &resp.State, &resp.Diagnostics)
	tf.NoteWrite(ctx, resp.Private, "", "", &resp.Diagnostics)
	r.noteHeld(ctx, resp.Private, &resp.Diagnostics)
}

// Read looks for what is not declared.
func (r *Resource[O]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	state := setIn(ctx, req.State, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	isImported := state.elements(r.kind.Argument).IsNull()
	if isImported {
		if r.checkApplication(ctx, state, auth0.Remembered, &resp.Diagnostics); resp.Diagnostics.HasError() {
			return
		}
	}
	look := func(ctx context.Context, how auth0.Freshness) ([]O, error) { return r.look(ctx, state, how) }
	shown, diags := r.kind.undeclared(state)
	resp.Diagnostics.Append(diags...)
	found, err := tf.ReadSettled(ctx, req.Private, look, func(found []O, _ string) bool { return hasOthers(found, shown) })
	switch {
	case r.kind.OfApplication && auth0.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		tf.AddAPIError(&resp.Diagnostics, r.kind.Summaries.CouldNotList, err)
		return
	}
	if isImported {
		r.kind.declare(state, found)
		found = nil
	}
	state.setDefaults()
	r.kind.show(state, found)
	noteShown(r.shown(), r.kind.name(state), found)
	state.write(ctx, &resp.State, &resp.Diagnostics)
}

// Update removes what the plan has shown as not declared, or as declared no longer. What came to exist since then is
// left to the next plan to show.
func (r *Resource[O]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	plan := setIn(ctx, req.Plan, &resp.Diagnostics)
	state := setIn(ctx, req.State, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	removals, diags := r.kind.removals(plan, state)
	resp.Diagnostics.Append(diags...)
	if !r.mayRemove(plan) {
		removals = nil
	}
	r.kind.show(plan, r.remove(ctx, plan, removals, &resp.Diagnostics))
	plan.write(ctx, &resp.State, &resp.Diagnostics)
	tf.NoteWrite(ctx, resp.Private, "", "", &resp.Diagnostics)
	r.noteHeld(ctx, resp.Private, &resp.Diagnostics)
}

// Delete stops watching and removes nothing. If the resource is made anew in the same run, what the plan has shown of
// it is removed then.
func (r *Resource[O]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	state := setIn(ctx, req.State, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	found, diags := r.kind.undeclared(state)
	resp.Diagnostics.Append(diags...)
	noteShown(r.shown(), r.kind.name(state), found)
}

// ImportState takes the application's client id or the tenant's domain. What is there counts as declared.
func (r *Resource[O]) ImportState(
	ctx context.Context,
	req resource.ImportStateRequest,
	resp *resource.ImportStateResponse,
) {
	if r.kind.OfApplication {
		tf.ImportApplication(ctx, r.Client, req, resp)
		return
	}
	tf.ImportTenant(ctx, r.Client, req, resp)
}

// look returns what is there and not declared.
func (r *Resource[O]) look(ctx context.Context, s Set, how auth0.Freshness) ([]O, error) {
	objects, err := r.kind.List(ctx, r.Client, s, r.kind.isDeclared(s), how)
	objects = r.kind.notDeclared(s, objects)
	if isImported := s.elements(r.kind.Argument).IsNull(); r.kind.Consent != "" && !isImported {
		objects = r.unmanaged(s, objects)
	}
	return objects, err
}

func (r *Resource[O]) checkApplication(ctx context.Context, s Set, how auth0.Freshness, diags *diag.Diagnostics) {
	if r.kind.CheckApplication != nil {
		r.kind.CheckApplication(ctx, r.Client, s.ClientID().ValueString(), how, diags)
	}
}

// mayRemove reports whether the configuration consents to removals.
func (r *Resource[O]) mayRemove(plan Set) bool {
	return r.kind.Consent == "" || plan.IsTrue(r.kind.Consent)
}

// removable divides what was found into what creating the resource may remove now, and what a plan has to show first.
func (r *Resource[O]) removable(plan Set, found []O) (now, later []O) {
	for _, object := range found {
		if r.mayRemove(plan) && (plan.IsTrue(removeOnCreate) || r.shown().has(r.kind.name(plan), object.ID())) {
			now = append(now, object)
		} else {
			later = append(later, object)
		}
	}
	return now, later
}

// remove removes objects and returns those that it could not remove, for which it adds errors.
func (r *Resource[O]) remove(ctx context.Context, s Set, objects []O, diags *diag.Diagnostics) (left []O) {
	for _, object := range objects {
		if err := r.kind.Remove(ctx, r.Client, s, object); err != nil {
			tf.AddAPIError(diags, r.kind.Summaries.CouldNotRemove, fmt.Errorf("%s: %w", auth0.Printable(object.String()), err))
			left = append(left, object)
		}
	}
	return left
}

func noteShown[O Object](shown *shown, set string, objects []O) {
	for _, object := range objects {
		shown.note(set, object.ID())
	}
}

// hasOthers reports whether objects were found that the state does not show. Right after a write of the set they may be
// what that removed, or another resource in the same apply.
func hasOthers[O Object](found, shown []O) bool {
	isShown := idsOf(shown)
	return slices.ContainsFunc(found, func(object O) bool { return !isShown[object.ID()] })
}
