package tf

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// Kind is a resource type, as far as declarations differ.
type Kind struct {
	Type     string    // such as auth0access_client_grant
	Twice    string    // the summary of the message on two of an object: "Client grant is declared twice"
	Argument path.Path // the argument that names the object
	Objects  string    // what kinds have in common of which one object must not be declared twice; default Type

	// Computed is an attribute of a setting's resource that the plan may show as known after apply. It makes a change of a
	// resource that has none, so that the apply sees it. Kinds that are made and deleted, unlike settings, have none.
	Computed path.Path

	// Stays says that a destroy leaves the object as it is, so that it matters to no other resource.
	Stays bool
}

// isMade reports whether objects of the kind are made and deleted, rather than being settings of something else.
func (k Kind) isMade() bool { return len(k.Computed.Steps()) == 0 && !k.Stays }

// Declared is an object as a plan or a state has it. The zero value stands for none, and for one that is not known yet.
type Declared struct {
	Kind      *Kind
	Object    string // names it among those of its kind, and after "the" in messages: "connection con_8fGx2kQpL0aZrT3v"
	Arguments []Argument
}

// declaredTwice refuses an object that another resource declares too.
func (d Declared) declaredTwice(there Declared) diag.Diagnostic {
	says := "Both say the same, and one is enough."
	if differences := differencesOf(d.Arguments, there.Arguments); len(differences) > 0 {
		says = fmt.Sprintf("They contradict each other: %s. Each apply would undo what the one before "+
			"did.", strings.Join(differences, "; "))
	}
	remedy := "Keep one of the two resources, and remove the other from the configuration."
	if d.Kind.isMade() {
		remedy = "Keep one of the two resources, and remove the other from the configuration; if both are in the state, " +
			"take the other out of it with terraform state rm ADDRESS, which deletes nothing in the tenant."
	}
	return diag.NewAttributeErrorDiagnostic(d.Kind.Argument, d.Kind.Twice,
		fmt.Sprintf("Another %s of this configuration declares the %s too. %s %s", there.Kind.Type, d.Object, says, remedy))
}

// cannotLeave refuses to destroy an object that another resource declares. inState says that the other has it already.
func (d Declared) cannotLeave(inState bool) diag.Diagnostic {
	if inState {
		return d.heldTwice()
	}
	return d.newAddress("destroys the %s at this address and makes the same at another")
}

// cannotDeclare refuses to make an object that another resource destroys. inState says that the resource has it
// already.
func (d Declared) cannotDeclare(inState bool) diag.Diagnostic {
	if inState {
		return d.heldTwice()
	}
	return d.newAddress("makes the %s at this address and destroys the same at another")
}

func (d Declared) newAddress(does string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(d.Kind.Argument, "Address changed without moved block",
		fmt.Sprintf("This "+
			"plan "+does+". Terraform may begin with either, and Auth0 refuses a second one while the first "+
			"is there. To keep what is there, add this block with the old address, as terraform state list shows it, and the "+
			"new one, as the plan does:\n\n  moved {\n    from = %[2]s.OLD\n    to   = %[2]s.NEW\n  }", d.Object, d.Kind.Type))
}

func (d Declared) heldTwice() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(d.Kind.Argument, "Two addresses hold one object",
		fmt.Sprintf("Two addresses in the state hold the %s. This plan destroys one of them, which would take it from the "+
			"other as well. Take the address that is not to have it out of the state, which deletes nothing in the tenant, "+
			"and plan again:\n\n  terraform state rm ADDRESS", d.Object))
}
