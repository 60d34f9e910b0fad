// Package judge says whether an application gets a token, and if not, why. [Judge] walks the conditions that decide, in
// the order in which a person would look at them: whether the application and the API are there, what is granted,
// whether the application can ask for it, who can log in, and what stops all applications of the tenant. Each has a
// state, the evidence, and the remedy.
//
// It makes no calls. It asks a [Tenant] only for what the decision needs. A setting that may not be read is not an
// error: the condition is unknown, and its remedy names the scope.
//
// Package access decides what an API's policy and the grants give to this one application.
package judge
