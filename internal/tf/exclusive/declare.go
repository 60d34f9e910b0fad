package exclusive

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// name names the set among those of the configuration.
func (k Kind[O]) name(s Set) string { return k.nameOf(s.ClientID()) }

func (k Kind[O]) nameOf(clientID types.String) string { return k.Type + " " + clientID.ValueString() }

// declareWhole refuses a set that contradicts other resources of the configuration.
func (r *Resource[O]) declareWhole(instance string, plan Set, diags *diag.Diagnostics) {
	if plan.ClientID().IsUnknown() {
		return
	}
	var members []string
	if declared, isComplete := r.kind.declared(plan); isComplete {
		members = keysOf(declared)
	}
	omitted, twice := r.Declarations.DeclareWhole(instance, r.kind.name(plan), members)
	switch {
	case twice:
		r.addTwo(plan, diags)
	case len(omitted) > 0:
		diags.AddAttributeError(path.Root(r.kind.Argument), r.kind.Summaries.LeftOut,
			fmt.Sprintf("Resources of this configuration are about what %s does not list, so %s:\n\n%s\n\nAdd it to %[1]s, or "+
				"remove its resource.",
				r.kind.Argument, r.kind.contradiction(), tf.Itemized(omitted)))
	}
}

// addTwo refuses a second exclusive resource of one set.
func (r *Resource[O]) addTwo(plan Set, diags *diag.Diagnostics) {
	const detail = "Another %s of this configuration is for %s too. Each would %s what only the other lists, and one is " +
		"enough. Keep one of them, and list all %s there."
	if r.kind.OfApplication {
		diags.AddAttributeError(
			path.Root("client_id"),
			"Application has two exclusive resources",
			fmt.Sprintf(
				detail,
				r.kind.Type,
				"application "+plan.ClientID().ValueString(),
				r.kind.Words.Remove,
				r.kind.Words.Objects,
			),
		)
		return
	}
	diags.AddAttributeError(path.Root(r.kind.Argument), "Tenant has two exclusive resources",
		fmt.Sprintf(detail, r.kind.Type, "the tenant", r.kind.Words.Remove, r.kind.Words.Objects))
}

// DeclareMember is for the plan of a resource that is about one object. It refuses an object that the exclusive
// resource of the configuration leaves out; argument is the resource's own that names the object. clientID is null for
// sets of the tenant's. What is not known yet is declared by the plan of the apply.
func (k Kind[O]) DeclareMember(
	declarations *tf.Declarations,
	clientID types.String,
	object O,
	argument string,
	diags *diag.Diagnostics,
) {
	if clientID.IsUnknown() || !declarations.DeclareMember(k.nameOf(clientID), object.Key()) {
		return
	}
	diags.AddAttributeError(path.Root(argument), k.Summaries.MemberLeftOut, k.leftOutDetail(object))
}

// DeclareNew is for the Create of a resource that is about one object, once that is made and has a key. There is
// nothing to refuse any more, so it warns of what the next plan refuses.
func (k Kind[O]) DeclareNew(
	declarations *tf.Declarations,
	clientID types.String,
	object O,
	argument string,
	diags *diag.Diagnostics,
) {
	if declarations.DeclareMember(k.nameOf(clientID), object.Key()) {
		diags.AddAttributeWarning(path.Root(argument), k.Summaries.MemberLeftOut, k.leftOutDetail(object))
	}
}

func (k Kind[O]) leftOutDetail(object O) string {
	return fmt.Sprintf("The %s of this configuration does not list %s in %s, so %s. Add it there, or remove this "+
		"resource. If another one lists it, there are two exclusive resources: keep one of "+
		"them.", k.Type, object, k.Argument, k.contradiction())
}

// contradiction says what comes of a member that the set leaves out.
func (k Kind[O]) contradiction() string {
	if k.Consent != "" {
		return "it is declared and undeclared at once"
	}
	return fmt.Sprintf("each apply would %s it and the next one %s it again", k.Words.Remove, k.Words.Make)
}

// NoteManaged is for the Read and the Create of a resource that is about one object: the object counts as undeclared in
// no set of this walk.
func (k Kind[O]) NoteManaged(declarations *tf.Declarations, clientID types.String, object O) {
	declarations.NoteManaged(k.nameOf(clientID), object.Key())
}

// unmanaged returns those of the objects that no resource of this walk is known to have or to declare.
func (r *Resource[O]) unmanaged(s Set, objects []O) []O {
	return slices.DeleteFunc(
		slices.Clone(objects),
		func(object O) bool { return r.Declarations.IsManaged(r.kind.name(s), object.Key()) },
	)
}
