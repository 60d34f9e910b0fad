// Package judge says whether an application gets a token, and if not, why. [Judge] walks the conditions that decide, in
// the order in which a person would look at them: whether the application and the API are there, what is granted,
// whether the application can ask for it, who can log in, and what stops everybody. Each has a state, the evidence, and
// the remedy.
//
// It makes no calls. What it has to know is asked of a [Tenant], and only if it decides. What may not be read is not
// an error: the condition is unknown, and its remedy names the scope.
//
// What an API's policy and the grants come to is decided by package access, for this one application.
package judge
