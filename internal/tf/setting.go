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
	// Write makes an object, as it was read, what the model says, and returns it as it is then. If it is so already,
	// nothing is sent.
	Write func(ctx context.Context, client *auth0.Client, now *T, wanted *M) (*T, error)
	// Show makes the model show an object.
	Show func(client *auth0.Client, state *M, object *T)
	// Fingerprint stands for the member.
	Fingerprint func(*T) string

	// Check is for the plan: it refuses and warns. state is nil for a new resource. It may be nil.
	Check func(ctx context.Context, r *Resource, plan, state *M, diags *diag.Diagnostics)
	// Leaves says what stays as it is if the resource leaves the object.
	Leaves func(client *auth0.Client, state *M) string
	// NotFound reports that a write found no object. It is nil for an object that is always there.
	NotFound func(r *Resource, plan *M, diags *diag.Diagnostics)

	Summaries Summaries
}

// Summaries are those of a setting's messages.
type Summaries struct {
	Stays                       string // a warning: destroying leaves the member as it is
	CouldNotRead, CouldNotWrite string
}

// NewSetting returns what a resource of the kind embeds.
func NewSetting[M, T any](embedded Resource, kind SettingKind[M, T]) Setting[M, T] {
	return Setting[M, T]{embedded, kind}
}

// ModifyPlan refuses a second resource for the object, makes the kind's checks, and says what a destroy leaves.
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
	if state != nil && before.Object != now.Object {
		resp.Diagnostics.AddWarning(s.kind.Summaries.Stays, s.kind.Leaves(s.Client, state))
	}
	if state != nil && before.Object == now.Object {
		s.warnUnmanaged(plan, state, &resp.Diagnostics)
	}
	isReplaced := state != nil && before.Object != now.Object // which is planned again, as a new resource
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

// Create sets the member as planned, unless it is so already. Another provider may have made the object only seconds
// ago.
func (s *Setting[M, T]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan M
	resp.Diagnostics.Append(Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	made, err := auth0.AwaitFound(ctx, func(ctx context.Context) (change[T], error) { return s.write(ctx, &plan) })
	s.finish(ctx, plan, made, err, &resp.State, resp.Private, &resp.Diagnostics)
}

// Read brings the state up to date with the object.
func (s *Setting[M, T]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state M
	resp.Diagnostics.Append(Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	key := s.kind.Key(&state)
	read := func(ctx context.Context, how auth0.Freshness) (*T, error) {
		return s.kind.Read(ctx, s.Client, key, how)
	}
	object, err := ReadSettled(ctx, req.Private, read, func(object *T, before string) bool {
		return s.kind.Fingerprint(object) == before
	})
	if auth0.IsNotFound(err) {
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
	var plan M
	resp.Diagnostics.Append(Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	made, err := s.write(ctx, &plan)
	s.finish(ctx, plan, made, err, &resp.State, resp.Private, &resp.Diagnostics)
}

// Delete leaves the member as it is.
func (s *Setting[M, T]) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// change is an object before and after a write.
type change[T any] struct{ before, now *T }

func (s *Setting[M, T]) write(ctx context.Context, plan *M) (change[T], error) {
	return Write(ctx, s.Declarations, s.kind.Declared(plan), func(bool) (made change[T], err error) {
		if made.before, err = s.kind.Read(ctx, s.Client, s.kind.Key(plan), auth0.Fresh); err == nil {
			made.now, err = s.kind.Write(ctx, s.Client, made.before, plan)
		}
		return made, err
	})
}

// finish takes over what came of a write.
func (s *Setting[M, T]) finish(ctx context.Context, plan M, made change[T], err error, into Target,
	private PrivateWriter, diags *diag.Diagnostics,
) {
	switch {
	case auth0.IsNotFound(err) && s.kind.NotFound != nil:
		s.kind.NotFound(&s.Resource, &plan, diags)
		return
	case err != nil:
		AddAPIError(diags, s.kind.Summaries.CouldNotWrite, err)
		return
	}
	state := plan
	s.kind.Show(s.Client, &state, made.now)
	if shown := otherwise(ArgumentsOf(&plan), ArgumentsOf(&state)); shown != "" {
		diags.AddError(s.kind.Summaries.CouldNotWrite,
			fmt.Sprintf("Auth0 reported success, but then it shows %s. Apply again. If the same happens, the tenant may not "+
				"have the feature, or something else keeps changing it back.", shown))
		return
	}
	diags.Append(Set(ctx, into, state)...)
	NoteWrite(ctx, private, s.kind.Fingerprint(made.before), s.kind.Fingerprint(made.now), diags)
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
