package cimdapplication

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// change is one thing that two documents say differently.
type change struct {
	member string // by its name in the attribute document
	value  string // what a list gains or loses
	isLoss bool
	text   string
}

// compare returns what becomes of the document if it is replaced by another one.
func (d *document) compare(other *document) []change {
	var changes []change
	text := func(member, before, now string) {
		if before != now {
			said := auth0.Printable(fmt.Sprintf("%s %q becomes %q", member, before, now))
			changes = append(changes, change{member: member, text: said})
		}
	}
	set := func(member string, before, now []string) {
		for _, value := range now {
			if !slices.Contains(before, value) {
				said := auth0.Printable(fmt.Sprintf("%s gains %s", member, value))
				changes = append(changes, change{member: member, value: value, text: said})
			}
		}
		for _, value := range before {
			if !slices.Contains(now, value) {
				said := auth0.Printable(fmt.Sprintf("%s loses %s", member, value))
				changes = append(changes, change{member: member, value: value, isLoss: true, text: said})
			}
		}
	}
	text("name", d.Name, other.Name)
	text("app_type", d.AppType, other.AppType)
	set("callbacks", d.Callbacks, other.Callbacks)
	text("logo_uri", d.LogoURI, other.LogoURI)
	text("description", d.Description, other.Description)
	set("grant_types", d.GrantTypes, other.GrantTypes)
	text("token_endpoint_auth_method", d.AuthMethod, other.AuthMethod)
	text("jwks_uri", d.JWKSURI, other.JWKSURI)
	set("keys", d.keyNames(), other.keyNames())
	return changes
}

// changesTo says in words what becomes of the document if it is replaced by another one.
func (d *document) changesTo(other *document) string {
	var texts []string
	for _, one := range d.compare(other) {
		texts = append(texts, one.text)
	}
	return strings.Join(texts, "; ")
}

func (d *document) keyNames() []string {
	var names []string
	for _, kid := range slices.Sorted(maps.Keys(d.Keys)) {
		names = append(names, fmt.Sprintf("%s (%s)", kid, d.Keys[kid]))
	}
	return names
}

// summary says in words what a document says.
func (d *document) summary() string {
	parts := []string{
		fmt.Sprintf("name %q", d.Name),
		"callbacks " + strings.Join(d.Callbacks, ", "),
		"grant types " + strings.Join(d.GrantTypes, ", "),
		"authentication " + d.AuthMethod,
	}
	if len(d.Keys) > 0 {
		parts = append(parts, "keys "+strings.Join(d.keyNames(), ", "))
	}
	return auth0.Printable(strings.Join(parts, "; "))
}
