package exclusive

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

const notFound = "Application not found"

func (r *Resource[O]) notFoundDetail(s Set) string {
	return fmt.Sprintf("The tenant %s has no application %s, so there is nothing to hold to these %s. It may have been "+
		"deleted, or belong to another tenant. Correct client_id, or remove this resource from the "+
		"configuration.", r.Client.Domain(), s.ClientID().ValueString(), r.kind.Argument)
}

func (r *Resource[O]) addLookError(s Set, err error, diags *diag.Diagnostics) {
	if r.kind.OfApplication && auth0.IsNotFound(err) {
		diags.AddAttributeError(path.Root("client_id"), notFound, r.notFoundDetail(s))
		return
	}
	tf.AddAPIError(diags, r.kind.Summaries.CouldNotList, err)
}

// warnRemovals names what the apply removes.
func (r *Resource[O]) warnRemovals(plan Set, removals []O, diags *diag.Diagnostics) {
	if len(removals) == 0 {
		return
	}
	applying := fmt.Sprintf("Applying %ss them%s", r.kind.Words.Remove, r.kind.Words.Loss)
	if _, isComplete := r.kind.declared(plan); !isComplete {
		applying = fmt.Sprintf("Applying %ss those that it then still does not "+
			"list%s", r.kind.Words.Remove, r.kind.Words.Loss)
	}
	diags.AddAttributeWarning(path.Root(r.kind.Argument), r.kind.Summaries.WillRemove,
		fmt.Sprintf("%s. %s:\n\n%s\n\n%s", r.finding(plan), applying, r.itemized(plan, removals), r.remedy()))
}

// warnThere names what is undeclared when the resource is created, and stays for now.
func (r *Resource[O]) warnThere(plan Set, there []O, diags *diag.Diagnostics) {
	if len(there) == 0 {
		return
	}
	then := fmt.Sprintf("unless resources that it depends on %s them first, it ends with an error, the next plan shows "+
		"them in undeclared, and its apply %[1]ss them%s.",
		r.kind.Words.Remove, r.kind.Words.Loss)
	switch {
	case !r.mayRemove(plan):
		then = fmt.Sprintf("it ends with an error if %s still does not list them then.", r.kind.Argument)
	case r.kind.Consent == "":
		then += fmt.Sprintf(" To have them %s at once, set remove_on_create = true.", r.kind.Words.Removed)
	}
	diags.AddAttributeWarning(path.Root(r.kind.Argument), "Undeclared objects are there already",
		fmt.Sprintf("%s:\n\n%s\n\nCreating this resource %ss nothing: %s "+
			"%s", r.finding(plan), r.itemized(plan, there), r.kind.Words.Remove, then, r.remedy()))
}

// warnStay names what the plan finds undeclared and no state has shown.
func (r *Resource[O]) warnStay(plan Set, there []O, diags *diag.Diagnostics) {
	if len(there) == 0 {
		return
	}
	then := fmt.Sprintf("the next plan shows them in undeclared, and its apply %ss "+
		"them%s", r.kind.Words.Remove, r.kind.Words.Loss)
	if !r.mayRemove(plan) {
		then = "the next plan refuses them"
	}
	diags.AddAttributeWarning(path.Root(r.kind.Argument), r.kind.Summaries.Stay,
		fmt.Sprintf("%s, and this apply leaves them alone:\n\n%s\n\nUnless a resource of this configuration %ss them in "+
			"the same apply, %s. %s",
			r.finding(plan), r.itemized(plan, there), r.kind.Words.Remove, then, r.remedy()))
}

// addLeftAlone names what creating the resource found undeclared and may not remove.
func (r *Resource[O]) addLeftAlone(plan Set, left []O, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root(r.kind.Argument), "Undeclared objects were left alone",
		fmt.Sprintf("%s, and no plan has shown them in undeclared yet:\n\n%s\n\nRun terraform apply again: its plan shows "+
			"them, and applying it %ss them%s. %s",
			r.finding(plan), r.itemized(plan, left), r.kind.Words.Remove, r.kind.Words.Loss, r.remedy()))
}

// addRefused names what is undeclared and would be removed if the configuration consented.
func (r *Resource[O]) addRefused(plan Set, found []O, more string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root(r.kind.Argument), r.kind.Summaries.Refused,
		fmt.Sprintf("%s:\n\n%s\n\nTo have them %s%s, set %s = true. %s%s",
			r.finding(plan), r.itemized(plan, found), r.kind.Words.Removed, r.kind.Words.Loss, r.kind.Consent, r.remedy(), more))
}

// warnUnknown says that nobody could look what is there.
func (r *Resource[O]) warnUnknown(plan Set, unknown string, diags *diag.Diagnostics) {
	then := "If there are any, the apply leaves them alone and ends with an error that names them"
	switch {
	case !r.mayRemove(plan):
		then += "."
	case !plan.IsTrue(removeOnCreate):
		then += fmt.Sprintf("; the next plan shows them in undeclared, and its apply %ss them.", r.kind.Words.Remove)
	default:
		then = fmt.Sprintf("With remove_on_create = true, the apply %ss them without a plan that names "+
			"them.", r.kind.Words.Remove)
	}
	diags.AddAttributeWarning(path.Root(undeclared), "Undeclared objects are not known yet",
		fmt.Sprintf("Which %s there are beyond %s cannot be looked up before %s is known. "+
			"%s", r.kind.Words.Objects, r.kind.Argument, unknown, then))
}

// warnNear warns of removals that may be due to a misspelling.
func (r *Resource[O]) warnNear(plan Set, removals []O, diags *diag.Diagnostics) {
	var near []O
	nearly := r.nearly(plan)
	for _, removal := range removals {
		if nearly(removal) != "" {
			near = append(near, removal)
		}
	}
	if len(near) == 0 {
		return
	}
	diags.AddAttributeWarning(path.Root(r.kind.Argument), "Removal differs little from a declaration",
		fmt.Sprintf("Applying %ss %s that %s lists with another spelling:\n\n%s\n\nSlashes, case and white space count. "+
			"If these are meant, write them in %[3]s as they stand here.",
			r.kind.Words.Remove, r.kind.Words.Objects, r.kind.Argument, r.itemized(plan, near)))
}

// finding says where there is something undeclared.
func (r *Resource[O]) finding(s Set) string {
	where := "The tenant " + r.Client.Domain()
	if r.kind.OfApplication {
		where = "Application " + s.ClientID().ValueString()
	}
	known := ""
	if _, isComplete := r.kind.declared(s); !isComplete {
		known = " as far as it is known"
	}
	return fmt.Sprintf("%s has %s that %s does not list%s", where, r.kind.Words.Objects, r.kind.Argument, known)
}

func (r *Resource[O]) remedy() string {
	return fmt.Sprintf("To keep one, add it to %s.", r.kind.Argument)
}

// itemized names the objects, one a line, and says which of them are nearly declared.
func (r *Resource[O]) itemized(s Set, objects []O) string {
	names := make([]string, len(objects))
	nearly := r.nearly(s)
	for i, object := range objects {
		names[i] = object.String() + nearly(object)
	}
	return tf.Itemized(names)
}

// nearly returns what says which declared object an object is nearly, empty if it is none.
func (r *Resource[O]) nearly(s Set) func(object O) string {
	declared, _ := r.kind.declared(s)
	alike := make(map[string][]O, len(declared))
	for _, object := range declared {
		spelling := tf.WithoutSmallDifferences(object.Key())
		alike[spelling] = append(alike[spelling], object)
	}
	return func(object O) string {
		for _, other := range alike[tf.WithoutSmallDifferences(object.Key())] {
			if difference := tf.SmallDifference(object.Key(), other.Key()); difference != "" {
				return fmt.Sprintf(" (differs from %s in %s by %s only)", other, r.kind.Argument, difference)
			}
		}
		return ""
	}
}
