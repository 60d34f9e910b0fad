package tf

import (
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// Gone remembers which objects a walk of Terraform's found gone when it refreshed the state. An argument that names one
// of them was right until somebody deleted the object: that is drift, which the plan has to show, and no mistake.
type Gone struct{ ids sync.Map }

// Note says that the object with the id, which the state has, is not there any more.
func (g *Gone) Note(id string) { g.ids.Store(id, true) }

// AddNotFound reports that the argument names an object that is not there: as a warning if it was there before, which
// leaves the rest of the plan to be seen, and otherwise as an error.
func (g *Gone) AddNotFound(argument, id, summary, detail string, diags *diag.Diagnostics) {
	if _, wasThere := g.ids.Load(id); wasThere {
		diags.AddAttributeWarning(path.Root(argument), summary, detail)
		return
	}
	diags.AddAttributeError(path.Root(argument), summary, detail)
}
