// Package functions holds the functions that configuration can call. They tell authors of modules, without a tenant and
// without credentials, what the resources' plans would say: their rules are the resources' own.
//
// A function that looks for problems returns null for what is good, and for null, which stands for an argument that is
// left out. For a value that is not known yet Terraform calls no function, and the result is not known either.//
// Terraform ends the text of an error with a full stop of its own.
package functions

import "github.com/hashicorp/terraform-plugin-framework/function"

// All lists the functions.
func All() []func() function.Function {
	return []func() function.Function{
		func() function.Function { return callbackURLProblem },
		func() function.Function { return metadataURLProblem },
		func() function.Function { return keyProblem },
		func() function.Function { return scopesProblem{} },
		func() function.Function { return clientGrantImportID },
		func() function.Function { return parseClientGrantImportID{} },
	}
}
