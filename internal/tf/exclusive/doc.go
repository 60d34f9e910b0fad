// Package exclusive is the one lifecycle of the resources that hold a complete set: of grants, of default permissions,
// of promoted connections. Such a resource makes nothing. It lists what is there, shows in the attribute undeclared
// what its set does not have, and removes that.
//
// An apply removes only what a plan has shown. What undeclared loses in the plan of an update is removed by the apply,
// and so is what leaves the set. A resource that is new has no state that a plan could show anything in, and Terraform
// hands nothing that a plan has found over to the apply of a new resource: the apply cannot tell what the plan had
// looked at. So creating removes nothing, unless remove_on_create says that it may. If there is something undeclared
// then, creating fails and leaves the resource in the state, tainted, with all of it in undeclared. The next plan shows
// it as leaving, and its apply hands it over from the Delete of the tainted resource to the Create of the new one.
package exclusive
