package faultmatrix

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// place is an object at an address.
type place struct {
	name    string
	object  int
	isFirst bool // as with create_before_destroy
	isForced,
	isTainted bool
}

// addressCase is a change of addresses.
type addressCase struct {
	before, after []place
}

var addressCases = map[string]addressCase{
	"renamed":                          {[]place{{name: "x"}}, []place{{name: "y"}}},
	"replaced":                         {[]place{{name: "x"}}, []place{{name: "x", isForced: true}}},
	"replaced, new one first":          {[]place{{name: "x"}}, []place{{name: "x", isForced: true, isFirst: true}}},
	"tainted":                          {[]place{{name: "x", isTainted: true}}, []place{{name: "x"}}},
	"tainted, new one first":           {[]place{{name: "x", isTainted: true}}, []place{{name: "x", isFirst: true}}},
	"one of two":                       {[]place{{name: "x"}, {name: "y"}}, []place{{name: "y"}}},
	"two of three":                     {[]place{{name: "x"}, {name: "y"}, {name: "z"}}, []place{{name: "z"}}},
	"two that become one elsewhere":    {[]place{{name: "x"}, {name: "y"}}, []place{{name: "z"}}},
	"all of two":                       {[]place{{name: "x"}, {name: "y"}}, nil},
	"exchanged":                        {[]place{{name: "x"}, {name: "y", object: 1}}, []place{{name: "x", object: 1}, {name: "y"}}},
	"exchanged, new ones first":        {[]place{{name: "x"}, {name: "y", object: 1}}, []place{{name: "x", object: 1, isFirst: true}, {name: "y", isFirst: true}}},
	"index shifted":                    {[]place{{name: "x"}, {name: "y", object: 1}}, []place{{name: "x", object: 1}}},
	"index shifted, new one first":     {[]place{{name: "x"}, {name: "y", object: 1}}, []place{{name: "x", object: 1, isFirst: true}}},
	"moved on":                         {[]place{{name: "x"}}, []place{{name: "x", object: 1}, {name: "y"}}},
	"one of two for another":           {[]place{{name: "x"}, {name: "y"}}, []place{{name: "x", object: 1}, {name: "y"}}},
	"one of two for another, it first": {[]place{{name: "x"}, {name: "y"}}, []place{{name: "x", object: 1, isFirst: true}, {name: "y"}}},
}

// TestSettingsAtNewAddresses changes the addresses of settings, in every order in which Terraform can plan and apply
// the changes, while the tenant lags. What the configuration declares is what the tenant has afterwards, and nothing
// else.
func TestSettingsAtNewAddresses(t *testing.T) {
	t.Parallel()
	for kind, d := range settings {
		for name, c := range addressCases {
			if !c.fits(d) {
				continue
			}
			t.Run(kind+"/"+name, func(t *testing.T) {
				t.Parallel()
				c.inEveryOrder(t, d, func(t *testing.T, w *workspace, config []configured) {
					t.Helper()
					if _, failures := w.apply(config); len(failures) > 0 {
						t.Fatal(failures)
					}
					wantDeclared(t, w, d, c.after)
					if pending := w.pending(withoutForce(config)); len(pending) > 0 {
						t.Error(pending)
					}
					if _, failures := w.apply(nil); len(failures) > 0 {
						t.Fatal(failures)
					}
					wantDeclared(t, w, d, nil)
				})
			})
		}
	}
}

// TestMakingsAtNewAddresses does the same with objects that are created and deleted. The plan refuses what cannot work
// in every order. Following its message deletes nothing, and makes the next plan empty.
func TestMakingsAtNewAddresses(t *testing.T) {
	t.Parallel()
	const moved, heldTwice = "Address changed without moved block", "Two addresses hold one object"
	refusals := map[string]string{
		"renamed": moved, "exchanged": moved, "exchanged, new ones first": moved, "index shifted": moved,
		"index shifted, new one first": moved, "moved on": moved, "two that become one elsewhere": moved,
		"one of two": heldTwice, "two of three": heldTwice, "one of two for another": heldTwice, "one of two for another, it first": heldTwice,
	}
	for kind, d := range makings {
		for name, c := range addressCases {
			t.Run(kind+"/"+name, func(t *testing.T) {
				t.Parallel()
				c.inEveryOrder(t, d, func(t *testing.T, w *workspace, config []configured) {
					t.Helper()
					before := w.tenant.Snapshot()
					_, failures := w.apply(config)
					switch refusal := refusals[name]; {
					case refusal != "":
						if !strings.Contains(strings.Join(failures, "\n"), refusal) {
							t.Fatalf("the plan says %q, not %q", failures, refusal)
						}
						if diff := cmp.Diff(before, w.tenant.Snapshot()); diff != "" {
							t.Error(diff)
						}
						w.moveTo(d, c)
					case strings.HasSuffix(name, "new one first"):
						if len(failures) != 1 || !strings.Contains(failures[0], "create_before_destroy") {
							t.Fatalf("the apply says %q", failures)
						}
						w.untaint()
					case len(failures) > 0:
						t.Fatal(failures)
					}
					if _, failures = w.apply(withoutForce(config)); len(failures) > 0 {
						t.Fatal(failures)
					}
					wantDeclared(t, w, d, c.after)
					if pending := w.pending(withoutForce(config)); len(pending) > 0 {
						t.Error(pending)
					}
					if _, failures := w.apply(nil); len(failures) > 0 {
						t.Fatal(failures)
					}
					wantDeclared(t, w, d, nil)
				})
			})
		}
	}
}

// fits reports whether there are as many objects as the case needs.
func (c addressCase) fits(d declaration) bool {
	for _, p := range slices.Concat(c.before, c.after) {
		if p.object >= len(d.objects) {
			return false
		}
	}
	return true
}

// inEveryOrder runs do in every order in which the resources can be planned and applied, and with several at once. The
// race detector gets only the latter. The tenant lags. The workspace has what was there before, and config is the
// configuration to come.
func (c addressCase) inEveryOrder(t *testing.T, d declaration, do func(t *testing.T, w *workspace, config []configured)) {
	t.Helper()
	config, planned, applied := c.steps(d)
	planOrders, applyOrders := ordersOf(planned), ordersOf(applied)
	if len(applyOrders) > 2 && !d.isThorough {
		applyOrders = [][]string{applyOrders[0], applyOrders[len(applyOrders)-1]}
	}
	for i, planOrder := range planOrders {
		for _, applyOrder := range append(applyOrders, nil) {
			if isLeftOut(i, len(planOrders)) || raceDetector && applyOrder != nil {
				continue
			}
			name := fmt.Sprintf("planned %v, applied %v", planOrder, applyOrder)
			isDone := t.Run(strings.ReplaceAll(name, d.typeName+".", ""), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := c.prepare(t, d)
					w.planOrder, w.applyOrder = planOrder, applyOrder
					do(t, w, config)
				})
			})
			if !isDone {
				return
			}
		}
	}
}

// steps returns the configuration to come, and the names of the steps of its plan and its apply.
func (c addressCase) steps(d declaration) (config []configured, planned, applied []string) {
	for _, p := range c.after {
		r := d.at(p.name, p.object)
		r.isForced, r.isFirst = p.isForced, p.isFirst
		config = append(config, r)
		planned, applied = append(planned, r.address), append(applied, r.address)
	}
	for _, p := range c.before {
		address := d.at(p.name, 0).address
		if !slices.Contains(planned, address) {
			planned = append(planned, address)
		}
		if p.isTainted || !slices.Contains(c.after, p) {
			applied = append(applied, destroying+address)
		}
	}
	return config, planned, applied
}

// prepare returns a workspace with what was there before. If two addresses have one object, each was declared on its
// own.
func (c addressCase) prepare(t *testing.T, d declaration) *workspace {
	t.Helper()
	tenant := newTenant(t, emulator.Options{Seed: seedOfTwo(t), Lag: 2 * time.Second})
	w := &workspace{t: t, tenant: tenant, state: map[string]*instance{}}
	w.tenant.credentials = map[string]any{"api_token": tokenOfTwo(t)}
	made := map[int]bool{}
	for _, p := range c.before {
		declared := d.at(p.name, p.object)
		if made[p.object] && d.importID != nil {
			declared = declared.imported(d.importID(declared.arguments))
		}
		made[p.object] = true
		alone := &workspace{t: t, tenant: w.tenant}
		mustApply(t, alone, []configured{declared})
		alone.state[declared.address].tainted = p.isTainted
		maps.Copy(w.state, alone.state)
		time.Sleep(time.Minute)
	}
	return w
}

// moveTo does what the messages advise: it moves objects to the addresses at which the configuration has them, and
// takes out of the state what another address has too.
func (w *workspace) moveTo(d declaration, c addressCase) {
	before, kept := w.state, map[string]*instance{}
	used := map[int]bool{}
	for _, p := range c.after {
		i := slices.IndexFunc(c.before, func(b place) bool { return b.object == p.object && b.name == p.name })
		if i < 0 {
			i = slices.IndexFunc(c.before, func(b place) bool { return b.object == p.object })
		}
		if i >= 0 {
			kept[d.at(p.name, 0).address] = before[d.at(c.before[i].name, 0).address]
		}
		used[p.object] = true
	}
	for _, p := range c.before {
		if !used[p.object] {
			kept[d.at("gone", 0).address] = before[d.at(p.name, 0).address]
		}
	}
	w.state = kept
}

func (w *workspace) untaint() {
	for _, one := range w.state {
		one.tainted = false
	}
}

// withoutForce returns the configuration for the applies after the first.
func withoutForce(config []configured) []configured {
	config = slices.Clone(config)
	for i := range config {
		config[i].isForced = false
	}
	return config
}

// wantDeclared checks that the tenant has what is declared, and nothing else.
func wantDeclared(t *testing.T, w *workspace, d declaration, declared []place) {
	t.Helper()
	now := w.tenant.Snapshot()
	for i, o := range d.objects {
		want := slices.ContainsFunc(declared, func(p place) bool { return p.object == i })
		if is := d.is(now, o); is != want && (want || !d.stays) {
			t.Errorf("object %d is as declared: %t, want %t", i, is, want)
		}
	}
}

// ordersOf returns the orders to try: all orders of up to three steps. Of more steps, each comes first and each comes
// last in some order.
func ordersOf(names []string) [][]string {
	if len(names) > 3 {
		var some [][]string
		for i := range names {
			rotated := slices.Concat(names[i:], names[:i])
			reversed := slices.Clone(rotated)
			slices.Reverse(reversed)
			some = append(some, rotated, reversed)
		}
		return some
	}
	if len(names) < 2 {
		return [][]string{names}
	}
	var all [][]string
	for i, name := range names {
		for _, rest := range ordersOf(slices.Concat(names[:i], names[i+1:])) {
			all = append(all, append([]string{name}, rest...))
		}
	}
	return all
}
