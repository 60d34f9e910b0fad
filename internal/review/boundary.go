package review

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/boundary"
)

// ReadBoundary reads the most that grants and default permissions may give, as access_boundary.apis has it: scopes by
// audience, as YAML or JSON.
func ReadBoundary(from io.Reader) (boundary.Boundary, error) {
	read := boundary.Boundary{IsSet: true, APIs: map[string]boundary.Limit{}}
	var apis map[string][]string
	if err := readYAML(from, &apis); err != nil {
		return read, err
	}
	for _, audience := range sortedKeys(apis) {
		if problem := boundary.AudienceProblem(audience); problem != "" {
			return read, fmt.Errorf("%q %s", audience, problem)
		}
		if problem := boundary.Problem(apis[audience]); problem != "" {
			return read, fmt.Errorf("%q %s", audience, problem)
		}
		read.APIs[audience] = boundary.Limit{Scopes: apis[audience]}
	}
	return read, nil
}

// providerBlock is a provider block as a configuration has it.
type providerBlock struct {
	FullName    string `json:"full_name"`
	Expressions struct {
		Boundary *struct {
			Constant json.RawMessage `json:"constant_value"` // missing if it is not a constant
		} `json:"access_boundary"`
	} `json:"expressions"`
}

// boundary returns the block's access_boundary, the zero value if it has none.
func (b providerBlock) boundary() (told boundary.Boundary) {
	if b.Expressions.Boundary == nil || string(b.Expressions.Boundary.Constant) == "null" {
		return told
	}
	var constant struct {
		APIs map[string][]string `json:"apis"`
		Mode string              `json:"mode"`
	}
	told.IsSet = true
	if json.Unmarshal(b.Expressions.Boundary.Constant, &constant) != nil {
		told.IsUnknown = true
		return told
	}
	told.Warns, told.APIs = constant.Mode == "warning", map[string]boundary.Limit{}
	for audience, scopes := range constant.APIs {
		told.APIs[audience] = boundary.Limit{Scopes: scopes}
	}
	return told
}

// readBoundaries keeps the boundaries of this provider's blocks, by tenant.
func (p *Plan) readBoundaries(blocks map[string]providerBlock) {
	p.boundaries = map[string]boundary.Boundary{}
	for key, block := range blocks {
		if strings.HasSuffix(block.FullName, "/auth0access") {
			p.boundaries[configured{Provider: key}.tenant()] = block.boundary()
		}
	}
}

// excess returns the part of an entry that is beyond a boundary.
func excess(bounds boundary.Boundary, entry access.Entry) (d difference) {
	if entry.Reason != access.OwnGrant && entry.Reason != access.DefaultPermissions {
		return d // a boundary is about what is granted
	}
	given := boundary.Access{Audience: entry.Audience, Scopes: entry.Scopes, All: entry.AllScopes}
	if over, isBeyond := bounds.Excess(given); isBeyond {
		d = difference{access: !over.IsListed, all: over.Beyond.All, scopes: over.Beyond.Scopes}
	}
	return d
}

// reportBeyond reports gains beyond a boundary that only warns. It looks at the findings from index first.
func (r *Report) reportBeyond(first int, bounds boundary.Boundary) {
	if !bounds.Warns {
		return // otherwise the plan ended with an error
	}
	for _, f := range r.Findings[first:] {
		if f.Code != codeAccess && f.Code != codeEverybody {
			continue
		}
		entry := access.Entry{Audience: f.Audience, Scopes: f.Scopes, AllScopes: f.AllScopes, Reason: access.Reason(f.Why)}
		d := excess(bounds, entry)
		if d.isNothing() {
			continue
		}
		f.Code, f.Scopes, f.AllScopes = codeBeyond, d.scopes, d.all
		f.Sentence = say("Beyond access_boundary, which only warns: ", f.Sentence)
		r.add(f)
	}
}

// askBoundary finds what is less strict than a boundary: the provider block of a tenant, and the grants after the
// change.
func (p *Plan) askBoundary(c *comparison, want boundary.Boundary, r *Report) {
	if !want.IsSet {
		return
	}
	c.askFor(codeBeyond, func(entry access.Entry) difference { return excess(want, entry) },
		", which is beyond the boundary.", r)
	if !slices.ContainsFunc(p.changes, func(c *change) bool { return isOurs(c.typ) }) {
		return // the plan has no block of this provider
	}
	address := "provider.auth0access"
	if p.alias != "" {
		address += "." + strings.ReplaceAll(p.alias, " ", ".")
	}
	bounds := p.boundaries[p.alias]
	switch {
	case !bounds.IsSet:
		r.say(codeUnbounded, address, name(address), " has no access_boundary, so it refuses no grant.")
	case bounds.IsUnknown:
		r.Notes = append(r.Notes, "The plan does not show access_boundary of "+address+", because it is not a constant.")
	case bounds.Warns:
		r.say(codeUnbounded, address, name(address), ` has an access_boundary that only warns: set mode to "error".`)
	}
	for _, audience := range sortedKeys(bounds.APIs) {
		limit := access.Entry{Audience: audience, Reason: access.OwnGrant}
		for _, scope := range bounds.APIs[audience].Scopes {
			if limit.AllScopes = limit.AllScopes || scope == boundary.AllScopes; scope != boundary.AllScopes {
				limit.Scopes = append(limit.Scopes, scope)
			}
		}
		if d := excess(want, limit); !d.isNothing() {
			r.say(codeUnbounded, address, "The access_boundary of ", name(address), " allows ", what(d, audience),
				", which is beyond the boundary.")
		}
	}
}
