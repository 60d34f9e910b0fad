package faultmatrix

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// Two resources for one object may not disagree on its end, because the one that ends first would take away what the
// other gives. The plan refuses that in either order, and nothing is sent.
func TestTwoDatesForOneObject(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"client grant", "default permissions", "organization's grant"} {
		d := declarations()[kind]
		first := d.at("x", 0).with(arguments{"expires_at": "1999-01-01T00:00:00Z"})
		second := d.at("y", 0).with(arguments{"expires_at": "2030-01-01T00:00:00Z"})
		for _, order := range [][]string{{first.address, second.address}, {second.address, first.address}} {
			synctest.Test(t, func(t *testing.T) {
				tenant := newTenant(t, emulator.Options{Seed: seedOfTwo(t)})
				w := &workspace{t: t, tenant: tenant, planOrder: order}
				before := tenant.Snapshot()
				_, failures := w.apply([]configured{first, second})
				if len(failures) != 1 || !strings.Contains(failures[0], "declared twice") || !strings.Contains(failures[0], "expires_at") {
					t.Errorf("%s: planned %v: %q", kind, order, failures)
				}
				if diff := cmp.Diff(before, tenant.Snapshot()); diff != "" {
					t.Errorf("%s: the tenant changed (-before +after):\n%s", kind, diff)
				}
			})
		}
	}
}
