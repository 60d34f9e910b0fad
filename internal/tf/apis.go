package tf

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/textvalue"
)

// ScopesArgument is an argument that names scopes of an API, some of them for the first time.
type ScopesArgument struct {
	Path path.Path
	New  []string
}

// CheckAPI looks whether the tenant has the API that the argument audience names, and whether the API defines the
// scopes. It is for plans of what is new; what the state has already needs no look. Values that are not known yet are
// left out. It returns the API, nil if there is none or that could not be found out.
//
// Another provider may make the API, or its scopes, in the same run, which no plan can see. So an identifier that is
// none is an error only if it can hardly be anything but a misspelling, and else a warning. A token without
// read:resource_servers leaves the check out.
func CheckAPI(
	ctx context.Context,
	client *auth0.Client,
	audience types.String,
	arguments []ScopesArgument,
	diags *diag.Diagnostics,
) *auth0.API {
	if !client.IsAvailable() || audience.IsUnknown() || audience.IsNull() {
		return nil
	}
	identifier := audience.ValueString()
	known, err := client.KnownAPIs(ctx)
	api := find(known, identifier)
	if err == nil && !isWhollyDefined(api, arguments) {
		// The listing may be older than an API, or a scope, that another provider has just made.
		if api, err = client.ReadAPI(ctx, identifier, auth0.Fresh); err == nil {
			warnUndefinedScopes(api, arguments, diags)
			return api
		}
		if auth0.IsNotFound(err) {
			addNoSuchAPI(client.Domain(), identifier, known, diags)
			return nil
		}
	}
	if err != nil && !auth0.IsScope(err) {
		AddAPIError(diags, "Could not look up the API", err)
	}
	return api
}

func find(apis []auth0.API, identifier string) *auth0.API {
	i := slices.IndexFunc(apis, func(api auth0.API) bool { return api.Identifier == identifier })
	if i < 0 {
		return nil
	}
	return &apis[i]
}

// isWhollyDefined reports whether there is such an API, and it defines all scopes.
func isWhollyDefined(api *auth0.API, arguments []ScopesArgument) bool {
	return api != nil && !slices.ContainsFunc(arguments, func(argument ScopesArgument) bool {
		return len(undefined(api, argument)) > 0
	})
}

// undefined returns the scopes of the argument that the API does not define.
//
// Assumption: undefined-scopes: Auth0 may refuse them or keep them without effect, so the plan warns and nothing rests
// on either.
func undefined(api *auth0.API, argument ScopesArgument) []string {
	defined := make(map[string]bool, len(api.Scopes))
	for _, scope := range api.Scopes {
		defined[scope.Value] = true
	}
	return slices.DeleteFunc(slices.Clone(argument.New), func(scope string) bool { return defined[scope] })
}

// AddAPINotFound reports that Auth0 answered that there is no API with the identifier.
func AddAPINotFound(client *auth0.Client, identifier string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("audience"), "API not found",
		fmt.Sprintf("The tenant %s has no API with the identifier %q. Write audience exactly as the API defines it: "+
			"a slash at the end and case count.", client.Domain(), identifier))
}

// CheckImportedAPI reports that an import names an API that is not there, and which one may be meant. If the API is
// there, or nobody can tell, it is left to Terraform to report that there is nothing to import.
func CheckImportedAPI(ctx context.Context, client *auth0.Client, identifier string, diags *diag.Diagnostics) {
	known, err := client.KnownAPIs(ctx)
	if err != nil || find(known, identifier) != nil {
		return
	}
	hint := "Write it exactly as the API defines it: a slash at the end and case count."
	if nearest := nearestAPI(identifier, known); nearest != "" {
		hint = fmt.Sprintf("There is one with %q: a slash at the end and case count.", nearest)
	}
	diags.AddError("Import id not understood",
		fmt.Sprintf("The tenant %s has no API with the identifier %q. %s", client.Domain(), identifier, hint))
}

// nearestAPI returns the identifier that is most similar, empty if none is.
func nearestAPI(identifier string, known []auth0.API) string {
	identifiers := make([]string, len(known))
	for i, api := range known {
		identifiers[i] = api.Identifier
	}
	return Nearest(identifier, identifiers)
}

func addNoSuchAPI(domain, identifier string, known []auth0.API, diags *diag.Diagnostics) {
	nearest := nearestAPI(identifier, known)
	switch {
	case nearest != "" && differsLittle(identifier, nearest):
		diags.AddAttributeError(path.Root("audience"), "API not found",
			fmt.Sprintf("The tenant %s has no API with the identifier %q, but one with %q, which differs by %s. Write "+
				"audience = %[3]q.", domain, identifier, nearest, SmallDifference(identifier, nearest)))
	case nearest != "" && isMisspelt(identifier, nearest):
		diags.AddAttributeError(path.Root("audience"), "API not found",
			fmt.Sprintf("The tenant %s has no API with the identifier %q, but one with %q. Write that if it is meant. "+
				"If this very run is to make an API with an identifier so similar, apply the API alone first.",
				domain, identifier, nearest))
	default:
		hint := ""
		if nearest != "" {
			hint = fmt.Sprintf(" There is one with %q; write that if it is meant.", nearest)
		}
		diags.AddAttributeWarning(path.Root("audience"), "API is not there yet",
			fmt.Sprintf("The tenant %s has no API with the identifier %q.%s Unless this run makes the API first, for example "+
				"with auth0_resource_server, Auth0 will refuse this. Write the identifier exactly as the API defines it: a slash "+
				"at the end and case count.", domain, identifier, hint))
	}
}

// maxUndefined is how many scopes a warning names. To look for what was meant takes a moment for each.
const maxUndefined = 20

func warnUndefinedScopes(api *auth0.API, arguments []ScopesArgument, diags *diag.Diagnostics) {
	defined := make([]string, len(api.Scopes))
	for i, scope := range api.Scopes {
		defined[i] = scope.Value
	}
	for _, argument := range arguments {
		missing := undefined(api, argument)
		if len(missing) == 0 {
			continue
		}
		var lines []string
		for _, scope := range missing[:min(len(missing), maxUndefined)] {
			lines = append(lines, fmt.Sprintf("%q%s", scope, meantBy(scope, defined)))
		}
		if rest := len(missing) - len(lines); rest > 0 {
			lines = append(lines, fmt.Sprintf("and %d more", rest))
		}
		diags.AddAttributeWarning(argument.Path, "Scope is not defined by the API",
			fmt.Sprintf("The API %q does not define:\n\n%s\n\nAuth0 refuses such a scope, or keeps it without effect. Correct "+
				"it, or add it to the API, for example with auth0_resource_server_scopes in this "+
				"run.", api.Identifier, Itemized(lines)))
	}
}

// meantBy says what may be meant by a scope that the API does not define, empty if nobody can tell.
func meantBy(scope string, defined []string) string {
	if nearest := Nearest(scope, defined); nearest != "" {
		return fmt.Sprintf(" (did you mean %q?)", nearest)
	}
	if len(textvalue.Parts(scope)) > 1 {
		return " (for several scopes, write each in quotes of its own)"
	}
	return ""
}
