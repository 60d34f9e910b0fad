package faultmatrix

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// TestDeclaredTwice declares one object at two addresses. The plan refuses that in either order, whether the two
// contradict each other or say the same.
func TestDeclaredTwice(t *testing.T) {
	t.Parallel()
	for kind, d := range declarations() {
		first, equal := d.at("x", 0), d.at("y", 0)
		for name, second := range map[string]configured{"equal": equal, "different": equal.with(d.other)} {
			t.Run(kind+"/"+name, func(t *testing.T) {
				t.Parallel()
				for _, order := range [][]string{{first.address, second.address}, {second.address, first.address}, nil} {
					synctest.Test(t, func(t *testing.T) {
						w := &workspace{t: t, tenant: newTenant(t, emulator.Options{Seed: seedOfTwo(t)}), planOrder: order}
						p := w.plan([]configured{first, second})
						if len(p.errors) != 1 || !strings.Contains(p.errors[0], "declared twice") {
							t.Fatalf("planned %v: the plan says %q", order, p.errors)
						}
						said := "Both say the same"
						if name == "different" {
							said = "They contradict each other"
							if order != nil && order[0] == second.address {
								said += ": " + d.contradiction
							}
						}
						if !strings.Contains(p.errors[0], said) {
							t.Errorf("planned %v: %q does not say %q", order, p.errors[0], said)
						}
					})
				}
			})
		}
	}
}

// No resource is left out, except those of TestApplicationAtTwoAddresses and of the tests of exclusive resources.
func TestDeclarationsCoverEveryResource(t *testing.T) {
	t.Parallel()
	all, err := schemas()
	if err != nil {
		t.Fatal(err)
	}
	covered := map[string]bool{typeOf(application): true}
	for _, d := range declarations() {
		covered[d.typeName] = true
	}
	for typeName := range all.ResourceSchemas {
		if !covered[typeName] && !strings.HasSuffix(typeName, "_exclusive") {
			t.Errorf("%s is in none of declarations", typeName)
		}
	}
}

// TestDeclaredTwiceLater declares an object twice with a key that is known only in the apply. The apply refuses one of
// the two before anything is sent for it.
func TestDeclaredTwiceLater(t *testing.T) {
	t.Parallel()
	for kind, d := range declarations() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := &workspace{t: t, tenant: newTenant(t, emulator.Options{Seed: seedOfTwo(t)})}
				unknown := maps.Clone(d.objects[0])
				for _, key := range []string{"connection_id", "organization_id", "client_id", "audience", "enabled", "applies_to", "metadata_url"} {
					if value, ok := unknown[key]; ok {
						unknown[key] = later{value}
					}
				}
				config := []configured{d.at("x", 0).with(unknown), d.at("y", 0).with(unknown)}
				p := w.plan(config)
				if len(d.objects) == 1 { // the tenant has one, whatever it says
					if len(p.errors) != 1 {
						t.Errorf("the plan says %q", p.errors)
					}
					return
				}
				if len(p.errors) > 0 {
					t.Fatalf("the plan says %q", p.errors)
				}
				w.tenant.ResetRequests()
				failures := w.carryOut(p)
				if len(failures) != 1 || !strings.Contains(failures[0], "declared twice") {
					t.Errorf("the apply says %q", failures)
				}
				if len(w.state) != 1 {
					t.Errorf("%d are in the state", len(w.state))
				}
			})
		})
	}
}

func declarations() map[string]declaration {
	all := maps.Clone(settings)
	maps.Copy(all, makings)
	return all
}

// TestApplicationAtTwoAddresses has an application at two addresses, as two imports leave it. The plan refuses it if
// both are declared, and refuses its deletion at one address, which would take it from the other.
func TestApplicationAtTwoAddresses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &workspace{t: t, tenant: newTenant(t, emulator.Options{Seed: seedOfTwo(t)})}
		mustApply(t, w, []configured{partner()})
		another := partner()
		another.address = "auth0access_third_party_application.another"
		imported := *w.state[application]
		w.state[another.address] = &imported
		before := w.tenant.Snapshot()
		for name, test := range map[string]struct {
			config []configured
			says   string
		}{
			"both":      {[]configured{partner(), another}, "Application is declared twice"},
			"different": {[]configured{partner(), another.with(arguments{"name": "Another"})}, `name is "`},
			"one":       {[]configured{another}, "Two addresses hold one object"},
		} {
			for _, order := range [][]string{{application, another.address}, {another.address, application}} {
				w.planOrder = order
				if _, failures := w.apply(test.config); len(failures) != 1 || !strings.Contains(failures[0], test.says) {
					t.Errorf("%s, planned %v: %q", name, order, failures)
				}
			}
		}
		if diff := cmp.Diff(before, w.tenant.Snapshot()); diff != "" {
			t.Error(diff)
		}
		delete(w.state, application) // terraform state rm
		if pending := w.pending([]configured{another}); len(pending) > 0 {
			t.Error(pending)
		}
	})
}

// TestSetDeclaredTwice has two exclusive resources of one set, with and without a member that only one of them lists.
// In either order of planning, the error says that there are two.
func TestSetDeclaredTwice(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		one, other, member configured
	}{
		"client grants":       {agentsGrants(ordersAPI), agentsGrants(), makings["client grant"].at("x", 0)},
		"default permissions": {onlyDefaultsOf(ordersAPI), onlyDefaultsOf(), makings["default permissions"].at("x", 0)},
		"promotions":          {onlyPromotionsOf(workforceConnection), onlyPromotionsOf(), settings["promotion"].at("x", 0)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			equal := test.one
			equal.address, test.other.address = test.one.address+"2", test.one.address+"2"
			for _, config := range [][]configured{{test.one, equal}, {test.one, test.other}, {test.one, test.other, test.member}} {
				var addresses []string
				for _, c := range config {
					addresses = append(addresses, c.address)
				}
				for _, order := range ordersOf(slices.Sorted(slices.Values(addresses))) {
					synctest.Test(t, func(t *testing.T) {
						w := &workspace{t: t, tenant: newTenant(t, emulator.Options{Seed: seedOfTwo(t)}), planOrder: order}
						if p := w.plan(config); !strings.Contains(strings.Join(p.errors, "\n"), "has two exclusive resources") {
							t.Errorf("planned %v: %q", order, p.errors)
						}
					})
				}
			}
		})
	}
}
