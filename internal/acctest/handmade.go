package acctest

import (
	_ "embed"
	"testing"
)

//go:embed handmade.json
var handMadeSeed string

// HandMade returns a tenant that people have made by hand, with an object of every kind there can be: what Terraform is
// to find, and what is not its business (first-party applications, system grants). It implies EmulatorOnly.
func HandMade(t testing.TB, opts ...Option) *Tenant {
	t.Helper()
	return NewTenant(t, append(opts, WithSeed(handMadeSeed))...)
}
