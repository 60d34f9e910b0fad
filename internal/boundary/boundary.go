// Package boundary compares access with the most that grants and default permissions may give of each API: the provider
// block's access_boundary. It takes plain values. The provider reads the block (internal/provider/boundary.go), and
// package tf refuses plans beyond it (internal/tf/boundary.go).
//
// Audiences and scopes are compared as they are written, as Auth0 does. Unknown values refuse nothing: a plan is
// compared with what is known, and the apply with all of it.
package boundary

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// AllScopes means every scope of an API, those defined later included.
const AllScopes = "*"

// Boundary is the most that may be given. The zero value sets no bounds.
type Boundary struct {
	IsSet     bool
	IsUnknown bool // the APIs are not known yet
	Warns     bool // what is beyond gets a warning rather than an error
	APIs      map[string]Limit
}

// Limit is the most that may be given of one API.
type Limit struct {
	Scopes    []string // AllScopes alone means all
	IsUnknown bool     // there may be more of them
}

func (l Limit) names(scope string) bool { return slices.Contains(l.Scopes, scope) }

// Access is what is given of an API: a list of its scopes, which may be empty, or all of them.
type Access struct {
	Audience string
	Scopes   []string
	All      bool
}

// Includes reports whether the access gives all that the other one does.
func (a Access) Includes(other Access) bool {
	if a.Audience != other.Audience || a.All || other.All {
		return a.Audience == other.Audience && a.All
	}
	return !slices.ContainsFunc(other.Scopes, func(scope string) bool { return !slices.Contains(a.Scopes, scope) })
}

func (a Access) isLessThan(before Access) bool { return before.Includes(a) && !a.Includes(before) }

// Excess is what is given beyond the boundary.
type Excess struct {
	Beyond   Access   // the part of what is given that is beyond
	IsListed bool     // whether the boundary has the API at all
	Allowed  []string // the most that may be given of the API, sorted
	APIs     []string // those that the boundary has, sorted
}

// Excess returns the part of the access that is beyond the boundary, and whether there is any.
func (b Boundary) Excess(given Access) (Excess, bool) {
	if !b.IsSet || b.IsUnknown {
		return Excess{}, false
	}
	limit, isListed := b.APIs[given.Audience]
	beyond := given
	if isListed {
		if limit.IsUnknown || limit.names(AllScopes) {
			return Excess{}, false
		}
		beyond.Scopes = slices.DeleteFunc(slices.Sorted(slices.Values(given.Scopes)), limit.names)
		if !given.All && len(beyond.Scopes) == 0 {
			return Excess{}, false
		}
	}
	return Excess{
		Beyond:   beyond,
		IsListed: isListed,
		Allowed:  slices.Sorted(slices.Values(limit.Scopes)),
		APIs:     slices.Sorted(maps.Keys(b.APIs)),
	}, true
}

// Narrows reports whether a change takes away some of what was given, or of what was beyond, and gives nothing beyond
// that was not given before. Such a change is a step back into the boundary, even if more remains to be done.
func (b Boundary) Narrows(before, now Access) bool {
	excess, _ := b.Excess(now)
	excessBefore, _ := b.Excess(before)
	return now.isLessThan(before) || excess.Beyond.isLessThan(excessBefore.Beyond)
}

// Problem says what is wrong with the scopes of an API in a boundary, and what to write. It is empty if nothing is.
func Problem(scopes []string) string {
	for _, scope := range slices.Sorted(slices.Values(scopes)) {
		switch {
		case strings.TrimSpace(scope) == "":
			return "has a scope that is blank. Remove it; [] allows access to the API without any scope."
		case len(strings.Fields(scope)) > 1:
			return fmt.Sprintf("has %q, which is more than one scope. Write each in quotes of its own.", scope)
		case strings.TrimSpace(scope) != scope:
			return fmt.Sprintf("has %q, with white space around it, which no scope has. Remove the white space.", scope)
		}
	}
	if len(scopes) > 1 && slices.Contains(scopes, AllScopes) {
		return `has "*", which stands for all scopes, and others beside it. Write ["*"], or the scopes alone.`
	}
	return ""
}

// AudienceProblem says what is wrong with an audience in a boundary. It is empty if nothing is.
func AudienceProblem(audience string) string {
	switch {
	case strings.TrimSpace(audience) == "":
		return "is blank, and no API is called so. Write the identifier of an API, such as https://orders.example.com/."
	case strings.TrimSpace(audience) != audience:
		return "has white space around it, and no API is called so. Remove the white space."
	case audience == AllScopes:
		return `is no API. "*" stands for all scopes of one API, and not for all APIs: write each API with its scopes.`
	}
	return ""
}
