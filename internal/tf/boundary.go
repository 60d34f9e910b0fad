package tf

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/boundary"
)

// CheckBoundary holds a plan to the access_boundary of the provider block. It is for every resource that gives scopes
// of an API. before is what the state gives, nil if nothing; at is where scopes and all_scopes are.
//
// What the tenant has already is held to it too, so that a plan without changes shows what is beyond. Only a plan that
// narrows that is let through, with a warning about the rest; a destroy is never checked. But terraform destroy makes
// an ordinary plan before it, which nobody can tell from others, unless it is told -refresh=false.
//
// What is not known yet waits for the apply, in which Terraform plans every change once more right before it is made.
func CheckBoundary(
	bounds boundary.Boundary,
	audience types.String,
	before *GrantedScopes,
	now GrantedScopes,
	at func(argument string) path.Path,
	diags *diag.Diagnostics,
) {
	if audience.IsUnknown() {
		return
	}
	given := now.access(audience)
	excess, isBeyond := bounds.Excess(given)
	if !isBeyond {
		return
	}
	text, isNarrowed := excessText(excess), false
	if before != nil {
		had := before.access(audience)
		switch isNarrowed = bounds.Narrows(had, given); {
		case isNarrowed:
			text += " This plan takes some of it away and is let through; the next one is refused if the rest is left."
		case had.Includes(excess.Beyond):
			text += " The state has this access already: narrow it, or remove the resource. For that, terraform destroy " +
				"needs -refresh=false."
		}
	}
	where := at("scopes")
	switch {
	case !excess.IsListed:
		where = path.Root("audience")
	case given.All:
		where = at("all_scopes")
	}
	bounds.Warns = bounds.Warns || isNarrowed
	AddBeyondBoundary(bounds, where, text, diags)
}

// AddBeyondBoundary says what is beyond the boundary, in the way that it wants.
func AddBeyondBoundary(bounds boundary.Boundary, at path.Path, text string, diags *diag.Diagnostics) {
	const summary = "Access is beyond the boundary"
	if bounds.Warns {
		diags.AddAttributeWarning(at, summary, text)
	} else {
		diags.AddAttributeError(at, summary, text)
	}
}

// access returns what is given of the API, as far as it is known.
func (s GrantedScopes) access(audience types.String) boundary.Access {
	return boundary.Access{
		Audience: audience.ValueString(), Scopes: Strings(s.Scopes), All: s.AllScopes.ValueBool(),
	}
}

// excessText says what is beyond the boundary, and what to write instead.
func excessText(excess boundary.Excess) string {
	audience := excess.Beyond.Audience
	switch {
	case !excess.IsListed:
		return fmt.Sprintf("access_boundary in the provider block does not have the API %q, so nothing of it may be given, "+
			"not even access without scopes; here is given: %s. %s", audience, given(excess.Beyond), otherAPIs(excess))
	case excess.Beyond.All:
		return fmt.Sprintf("all_scopes = true gives every scope of %q, and access_boundary in the provider block allows: "+
			"%s. List in scopes what is needed of those, or have \"*\" written there in the root module.",
			audience, listed(excess.Allowed))
	default:
		return fmt.Sprintf("access_boundary in the provider block allows of the API %q: %s. Beyond that is given: %s. "+
			"Remove it from scopes, or have the boundary widened in the root module.",
			audience, listed(excess.Allowed), listed(excess.Beyond.Scopes))
	}
}

// otherAPIs says which API may be meant, or which ones the boundary has.
func otherAPIs(excess boundary.Excess) string {
	for _, api := range excess.APIs {
		if difference := SmallDifference(excess.Beyond.Audience, api); difference != "" {
			return fmt.Sprintf("It has %q, which differs in %s: write both exactly as the API defines its identifier.",
				api, difference)
		}
	}
	return fmt.Sprintf("It has: %s. Remove the access, or have the boundary widened in the root module.",
		listed(excess.APIs))
}

func given(access boundary.Access) string {
	if access.All {
		return "all scopes"
	}
	return listed(access.Scopes)
}

// maxListed is how many names a message lists.
const maxListed = 10

// listed returns the names for a message.
func listed(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	var quoted []string
	for _, name := range names[:min(len(names), maxListed)] {
		quoted = append(quoted, fmt.Sprintf("%q", name))
	}
	if rest := len(names) - len(quoted); rest > 0 {
		quoted = append(quoted, fmt.Sprintf("and %d more", rest))
	}
	return strings.Join(quoted, ", ")
}
