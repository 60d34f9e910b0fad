package tf

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Declarations is what the resources of one configuration say of the same things. Terraform tells no resource of
// another, and plans and applies them in any order, so each says here what it declares and what it leaves, and the one
// that comes second learns of the first. There is one for each walk of Terraform's, and thus one for a plan and another
// for its apply.
//
//   - Two resources that declare one object ([Declarations.Plan]) or one set ([Declarations.DeclareWhole]) are refused.
//   - A set that is declared as a whole without a member that is declared by itself ([Declarations.DeclareMember]) is
//     refused.
//   - An object that one resource leaves and another declares, as after a change of address, stays as it is declared:
//     see [Declarations.Undo] and [Declarations.Write].
//
// In an apply Terraform plans every change once more right before it is made. What was unknown in the plan is declared
// then, before anything is sent. Resources without a change, and those of other configurations and other provider
// blocks, declare nothing in an apply.
type Declarations struct {
	declaredSets

	mu      sync.Mutex
	objects map[string]*object
}

// object is one thing in the tenant. There is one for each resource until Terraform ends, and nearly all have one
// declaration and nothing else, so it has slices, which are smaller than maps.
type object struct {
	held     int           // instances that have it in their state
	declared []declaration // one for each instance
	isLeft   bool          // an instance destroys it, or exchanges it for another
	undone   bool          // in this walk, by a Delete
	turn     chan struct{} // held by whoever writes it; nil until somebody does
}

type declaration struct {
	instance string // of a resource, as [InstanceOf] tells them apart
	Declared
	inState bool // the instance has the object already
}

const (
	// instanceKey is where the planned private state keeps which instance it is of.
	instanceKey = "instance"
	// sparedKey is where the private state keeps that another resource declares what this one has or leaves.
	sparedKey = "spared"
)

// Plan is for the ModifyPlan of every resource, destroys included. before is the object in the state, now that in the
// plan. It refuses an object that another resource declares too, and one that has to be made at one address while
// another destroys it. Call it last, for it may add a change to a plan that has none.
func (d *Declarations) Plan(
	ctx context.Context,
	before, now Declared,
	req resource.ModifyPlanRequest,
	resp *resource.ModifyPlanResponse,
) {
	instance := InstanceOf(ctx, req, resp)
	if before.Object != "" && before.Object != now.Object && !before.Kind.Stays {
		if other := d.leave(instance, before); other != nil && before.Kind.isMade() {
			resp.Diagnostics.Append(before.cannotLeave(other.inState))
			return
		} else if other != nil {
			spare(ctx, true, resp.Private, &resp.Diagnostics)
		}
	}
	if now.Object == "" {
		return
	}
	inState := before.Object == now.Object
	other, isLeft := d.declare(declaration{instance, now, inState})
	switch {
	case other != nil:
		resp.Diagnostics.Append(now.declaredTwice(other.Declared))
	case isLeft && now.Kind.isMade():
		resp.Diagnostics.Append(now.cannotDeclare(inState))
	case isLeft && resp.Plan.Raw.Equal(req.State.Raw):
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, now.Kind.Computed, types.StringUnknown())...)
	}
}

// Hold is for the Read of a setting. held is the object in the state. If another resource declares it, the private
// state keeps that. The private state of a plan does not do for what is destroyed after its successor is made:
// Terraform plans that once more in the apply, from the state.
func (d *Declarations) Hold(ctx context.Context, held Declared, private PrivateWriter, diags *diag.Diagnostics) {
	if held.Object == "" {
		return
	}
	d.mu.Lock()
	object := d.object(held)
	object.held++
	isDeclared := len(object.declared) > 0 // by another, for a resource is planned after it was read
	d.mu.Unlock()
	spare(ctx, isDeclared, private, diags)
}

// spare keeps in the private state whether another resource declares the object.
func spare(ctx context.Context, isSpared bool, private PrivateWriter, diags *diag.Diagnostics) {
	var mark []byte
	if isSpared {
		mark = []byte("true")
	}
	diags.Append(private.SetKey(ctx, sparedKey, mark)...)
}

// InstanceOf tells apart the instances of resources that are planned in one walk; call it once in a plan. Terraform
// gives a provider no address. It plans an instance that is to be replaced a second time, without a state, and hands in
// what the first plan left in the private state. Every other plan is that of another instance.
func InstanceOf(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) string {
	var instance string
	if isNew := req.State.Raw.IsNull(); isNew {
		kept, diags := req.Private.GetKey(ctx, instanceKey)
		if !diags.HasError() && json.Unmarshal(kept, &instance) == nil && instance != "" {
			return instance
		}
	}
	instance = rand.Text()
	encoded, _ := json.Marshal(instance) //nolint:errchkjson // a string
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, instanceKey, encoded)...)
	return instance
}

// leave notes that the instance leaves the object, and returns another's declaration of it, if there is one.
func (d *Declarations) leave(instance string, left Declared) *declaration {
	d.mu.Lock()
	defer d.mu.Unlock()
	object := d.object(left)
	object.isLeft = true
	return object.declaredBesides(instance)
}

// declare notes that an instance declares the object. It returns another's declaration of it, if there is one, and
// whether another leaves the object, has undone it, or has it too and may come to leave it.
func (d *Declarations) declare(now declaration) (other *declaration, isLeft bool) {
	now.Arguments = withoutNulls(now.Arguments)
	d.mu.Lock()
	defer d.mu.Unlock()
	object := d.object(now.Declared)
	isSame := func(before declaration) bool { return before.instance == now.instance }
	if i := slices.IndexFunc(object.declared, isSame); i >= 0 {
		object.declared[i] = now
	} else {
		object.declared = append(object.declared, now)
	}
	return object.declaredBesides(now.instance), object.undone || object.isLeft || object.held > 1
}

func (o *object) declaredBesides(instance string) *declaration {
	for _, declaration := range o.declared {
		if declaration.instance != instance {
			return &declaration
		}
	}
	return nil
}

// object returns what is known of an object. The caller holds the lock.
func (d *Declarations) object(of Declared) *object {
	key := cmp.Or(of.Kind.Objects, of.Kind.Type) + " " + of.Object
	if d.objects == nil {
		d.objects = map[string]*object{}
	}
	if d.objects[key] == nil {
		d.objects[key] = &object{}
	}
	return d.objects[key]
}
