package tf

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// Setting is embedded by resources that own a member of an object which others make, such as an organization's. It is
// their lifecycle. Each has its own schema, import and [SettingKind].
type Setting[M, T any] struct {
	Resource
	kind SettingKind[M, T]
}

// SettingKind is what a setting has of its own. M is the model of the resource, and T the object as the API shows it.
type SettingKind[M, T any] struct {
	Declared func(*M) Declared // of nil: none
	Key      func(*M) string   // what the object is asked for by

	Read func(ctx context.Context, client *auth0.Client, key string, how auth0.Freshness) (*T, error)
	// Write makes an object, as it was read right before, what the plan says, and returns it as it is then. If it is so
	// already, nothing is sent. Errors in diags refuse the plan. state is nil for a new resource.
	Write func(ctx context.Context, r *Resource, now *T, plan, state *M, diags *diag.Diagnostics) (*T, error)
	// Undo gives the member of an object the more secure value, which a destroy writes. It sends nothing. If it is nil, a
	// destroy leaves the member as it is.
	Undo func(*T)
	// Show makes the model show an object.
	Show func(client *auth0.Client, state *M, object *T)
	// Fingerprint stands for the member.
	Fingerprint func(*T) string
	// Before is the fingerprint that reads may still show after a write of now. If it is nil, it is that of was, as read
	// right before.
	Before func(was, now *T) string

	// Check is for the plan: it refuses and warns. state is nil for a new resource. It may be nil.
	Check func(ctx context.Context, r *Resource, plan, state *M, diags *diag.Diagnostics)
	// Leaves says what stays as it is if the resource leaves the object. It is nil if Undo is not.
	Leaves func(client *auth0.Client, state *M) string
	// NotFound reports that a write found no object. It is nil for an object that is always there.
	NotFound func(ctx context.Context, r *Resource, plan *M, diags *diag.Diagnostics)
	// Undoes reports whether the plan asks for what a destroy does, so that a failure has its summary. It may be nil.
	Undoes func(plan *M) bool

	Summaries Summaries
}

// Summaries are those of a setting's messages.
type Summaries struct {
	Stays                                     string // a warning: destroying leaves the member as it is
	CouldNotRead, CouldNotWrite, CouldNotUndo string
}

// NewSetting returns what a resource of the kind embeds.
func NewSetting[M, T any](embedded Resource, kind SettingKind[M, T]) Setting[M, T] {
	return Setting[M, T]{embedded, kind}
}

// ModifyPlan refuses a second resource for the object, makes the kind's checks, and says what a destroy leaves. A
// resource whose plan needs more than a check has a ModifyPlan of its own.
func (s *Setting[M, T]) ModifyPlan(
	ctx context.Context,
	req resource.ModifyPlanRequest,
	resp *resource.ModifyPlanResponse,
) {
	var plan, state *M
	resp.Diagnostics.Append(Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	before, now := s.kind.Declared(state), s.kind.Declared(plan)
	s.Declarations.Plan(ctx, before, now, req, resp)
	isLeft := state != nil && before.Object != now.Object
	switch {
	case state == nil, s.kind.Leaves == nil:
	case isLeft:
		resp.Diagnostics.AddWarning(s.kind.Summaries.Stays, s.kind.Leaves(s.Client, state))
	default:
		s.warnUnmanaged(plan, state, &resp.Diagnostics)
	}
	isReplaced := isLeft && plan != nil // which is planned again, as a new resource
	if s.kind.Check != nil && plan != nil && !isReplaced && !resp.Diagnostics.HasError() {
		s.kind.Check(ctx, &s.Resource, plan, state, &resp.Diagnostics)
	}
}

// warnUnmanaged says of arguments that are left out from now on that they stay as they are.
func (s *Setting[M, T]) warnUnmanaged(plan, state *M, diags *diag.Diagnostics) {
	var left []string
	planned := ArgumentsOf(plan)
	for i, argument := range ArgumentsOf(state) {
		if argument.digest != 0 && planned[i].digest == 0 && !planned[i].unknown {
			left = append(left, argument.name+" = "+argument.text)
		}
	}
	if len(left) > 0 {
		diags.AddWarning(s.kind.Summaries.Stays, fmt.Sprintf("The configuration leaves out from now on: %s. Nothing is sent "+
			"for that, so it stays so in the tenant, whatever the plan shows, and is not looked at any more. To "+
			"have another value, write that first.", strings.Join(left, ", ")))
	}
}

// Create sets the member as planned, unless it is so already.
func (s *Setting[M, T]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan M
	resp.Diagnostics.Append(Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if made := s.apply(ctx, &plan, nil, resp.Private, &resp.Diagnostics); made != nil {
		resp.Diagnostics.Append(Set(ctx, &resp.State, *made)...)
	}
}

// Read brings the state up to date with the object.
func (s *Setting[M, T]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state M
	resp.Diagnostics.Append(Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if s.kind.Undo != nil {
		s.Declarations.Hold(ctx, s.kind.Declared(&state), resp.Private, &resp.Diagnostics)
	}
	key := s.kind.Key(&state)
	read := func(ctx context.Context, how auth0.Freshness) (*T, error) {
		return s.kind.Read(ctx, s.Client, key, how)
	}
	object, err := ReadSettled(ctx, req.Private, read, func(object *T, before string) bool {
		return s.kind.Fingerprint(object) == before
	})
	if s.isGone(err) {
		s.Gone.Note(key)
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		AddAPIError(&resp.Diagnostics, s.kind.Summaries.CouldNotRead, err)
		return
	}
	s.kind.Show(s.Client, &state, object)
	resp.Diagnostics.Append(Set(ctx, &resp.State, state)...)
}

// Update sets the member as planned, unless it is so already.
func (s *Setting[M, T]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state M
	resp.Diagnostics.Append(Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if made := s.apply(ctx, &plan, &state, resp.Private, &resp.Diagnostics); made != nil {
		resp.Diagnostics.Append(Set(ctx, &resp.State, *made)...)
	}
}

// Delete undoes the member, unless its kind leaves it, another resource declares it, or it is undone or gone already.
func (s *Setting[M, T]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	if s.kind.Undo == nil {
		return
	}
	var state M
	resp.Diagnostics.Append(Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	err := s.Declarations.Undo(ctx, s.kind.Declared(&state), req.Private, func() error {
		now, err := s.kind.Read(ctx, s.Client, s.kind.Key(&state), auth0.Fresh)
		if err != nil {
			return err
		}
		wanted := state
		s.kind.Show(s.Client, &wanted, s.undone(now))
		_, err = s.kind.Write(ctx, &s.Resource, now, &wanted, &state, &resp.Diagnostics)
		return err
	})
	if err != nil && !s.isGone(err) {
		AddAPIError(&resp.Diagnostics, s.kind.Summaries.CouldNotUndo, err)
	}
}

// undone returns an object as a destroy makes it.
func (s *Setting[M, T]) undone(object *T) *T {
	undone := *object
	s.kind.Undo(&undone)
	return &undone
}

// isGone reports whether the API said that an object, which may be gone, does not exist.
func (s *Setting[M, T]) isGone(err error) bool {
	return s.kind.NotFound != nil && auth0.IsNotFound(err)
}

// apply makes the object what the plan says, notes the write, and returns the new state; nil after an error. state is
// nil for a new resource.
func (s *Setting[M, T]) apply(
	ctx context.Context, plan, state *M, private PrivateWriter, diags *diag.Diagnostics,
) *M {
	summary := s.kind.Summaries.CouldNotWrite
	if s.kind.Undoes != nil && s.kind.Undoes(plan) {
		summary = s.kind.Summaries.CouldNotUndo
	}
	object, err := s.write(ctx, plan, state, diags)
	switch {
	case s.isGone(err):
		s.kind.NotFound(ctx, &s.Resource, plan, diags)
		return nil
	case err != nil:
		AddAPIError(diags, summary, err)
		return nil
	case diags.HasError():
		return nil
	}
	made := *plan
	s.kind.Show(s.Client, &made, object.now)
	if shown := otherwise(ArgumentsOf(plan), ArgumentsOf(&made)); shown != "" {
		diags.AddError(summary,
			fmt.Sprintf("Auth0 reported success, but then it shows %s. Apply again. If the same happens, the tenant may not "+
				"have the feature, or something else keeps changing it back.", shown))
		return nil
	}
	before := s.kind.Fingerprint(object.before)
	if s.kind.Before != nil {
		before = s.kind.Before(object.before, object.now)
	}
	NoteWrite(ctx, private, before, s.kind.Fingerprint(object.now), diags)
	return &made
}

// change is an object before and after a write.
type change[T any] struct{ before, now *T }

// write reads the object and makes it what the plan says. If this run has undone it, the read may be from before that.
func (s *Setting[M, T]) write(ctx context.Context, plan, state *M, diags *diag.Diagnostics) (change[T], error) {
	write := func(ctx context.Context) (change[T], error) {
		return Write(ctx, s.Declarations, s.kind.Declared(plan), func(isUndone bool) (made change[T], err error) {
			made.before, err = s.kind.Read(ctx, s.Client, s.kind.Key(plan), auth0.Fresh)
			if err != nil {
				return made, err
			}
			if isUndone {
				made.before = s.undone(made.before)
			}
			made.now, err = s.kind.Write(ctx, &s.Resource, made.before, plan, state, diags)
			return made, err
		})
	}
	if state == nil { // another provider may have made the object only seconds ago
		return auth0.AwaitFound(ctx, write)
	}
	return write(ctx)
}

// otherwise says which arguments are shown that were planned otherwise; it is empty if none is.
func otherwise(planned, shown []Argument) string {
	var said []string
	for i, argument := range shown {
		if !planned[i].unknown && planned[i].digest != argument.digest {
			said = append(said, fmt.Sprintf("%s = %s in place of %s", argument.name, argument.text, planned[i].text))
		}
	}
	return strings.Join(said, ", ")
}
