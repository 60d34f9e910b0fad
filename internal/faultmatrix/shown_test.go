package faultmatrix

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// held is a set that an exclusive resource holds, and something outside the set that gets opened.
type held struct {
	config configured
	unsure map[string]any // arguments of config while they are unknown
	other  map[string]any // a change of something else
	opened call           // opens something outside the set
	shows  string         // how messages name it
}

type call struct {
	method, path string
	body         object
}

func exclusiveSets() map[string]held {
	return map[string]held{
		"client grants": {
			config: agentsGrants(ordersAPI),
			unsure: map[string]any{"client_id": later{agent}},
			other:  map[string]any{"remove_on_create": true},
			opened: call{http.MethodPost, "/api/v2/client-grants", object{
				"client_id": agent, "audience": filesAPI, "subject_type": "user", "scope": []any{"read:files"},
			}},
			shows: filesAPI + " (user), cgr_",
		},
		"default permissions": {
			config: onlyDefaultsOf(filesAPI),
			unsure: map[string]any{"audiences": []any{later{filesAPI}}},
			other:  map[string]any{"remove_on_create": true},
			opened: call{http.MethodPost, "/api/v2/client-grants", object{
				"default_for": "third_party_clients", "audience": ordersAPI, "subject_type": "user", "scope": []any{},
			}},
			shows: ordersAPI + " (user), cgr_",
		},
		"promotions": {
			config: onlyPromotionsOf(promotedConnection),
			unsure: map[string]any{"connection_ids": later{[]any{promotedConnection}}},
			other:  map[string]any{"remove_on_create": true},
			opened: call{http.MethodPatch, "/api/v2/connections/" + workforceConnection, object{
				"is_domain_connection": true, "display_name": "Workforce login",
			}},
			shows: "workforce (okta), " + workforceConnection,
		},
		"redirects": {
			config: onlyRedirectsOf(),
			unsure: map[string]any{"client_ids": later{[]any{}}},
			other:  map[string]any{"remove_on_create": true},
			opened: call{http.MethodPatch, "/api/v2/clients/" + agent, object{"redirection_policy": "allow_always"}},
			shows:  agent,
		},
		"applications": {
			config: onlyApplications(agent),
			unsure: map[string]any{"client_ids": []any{later{agent}}},
			other:  map[string]any{"include_self_registered": nil},
			opened: call{http.MethodPost, "/api/v2/clients", object{
				"name": "Somebody's", "is_first_party": false, "third_party_security_mode": "strict", "app_type": "regular_web",
			}},
			shows: `"Somebody's" (tpc_`,
		},
	}
}

// holding is a workspace with an exclusive resource to apply.
type holding struct {
	*workspace
	held
	t *testing.T
}

// holdEach runs a test on every set, each in a tenant of its own.
func holdEach(t *testing.T, test func(holding)) {
	t.Helper()
	for name, set := range exclusiveSets() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := newTenant(t, emulator.Options{Seed: seed(t)})
				test(holding{&workspace{t: t, tenant: tenant}, set, t})
			})
		})
	}
}

// open opens something outside the set, and returns the tenant before and after.
func (h holding) open() (closed, opened object) {
	h.t.Helper()
	closed = generic(h.t, h.tenant.Snapshot())
	if status := h.tenant.request(h.t, h.opened.method, h.opened.path, h.opened.body); status >= http.StatusBadRequest {
		h.t.Fatalf("%s %s: %d", h.opened.method, h.opened.path, status)
	}
	return closed, generic(h.t, h.tenant.Snapshot())
}

// wantLeftAlone checks that an apply failed, named what it left alone, and changed nothing.
func (h holding) wantLeftAlone(opened object, failures []string) {
	h.t.Helper()
	if len(failures) != 1 || !strings.Contains(failures[0], "Undeclared objects were left alone") || !strings.Contains(failures[0], h.shows) {
		h.t.Errorf("the apply ends with %q, want one error that names %s", failures, h.shows)
	}
	h.wantTenant(opened)
}

func (h holding) wantTenant(want object) {
	h.t.Helper()
	got := generic(h.t, h.tenant.Snapshot())
	for _, one := range append(list(want, "clients"), list(got, "clients")...) {
		delete(one, "updated_at")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		h.t.Errorf("the tenant is not as it should be (-want +got):\n%s", diff)
	}
}

// wantShownAndRemoved checks that the next plan shows what was opened as leaving, that its apply removes it, and that
// nothing is left to do.
func (h holding) wantShownAndRemoved(action action, closed object) {
	h.t.Helper()
	config := []configured{h.config}
	next := h.plan(config)
	change := next.changes[h.config.address]
	if change == nil || change.action != action || len(undeclaredIn(change.prior.value)) != 1 {
		h.t.Fatalf("the next plan is %v with errors %q, want to %s the resource and to show one object", next.actions(), next.errors, action)
	}
	if failures := h.carryOut(next); len(failures) > 0 {
		h.t.Fatalf("the next apply fails: %q", failures)
	}
	h.wantTenant(closed)
	if pending := h.pending(config); len(pending) > 0 {
		h.t.Errorf("the plan after that is not empty: %q", pending)
	}
}

func undeclaredIn(state tftypes.Value) []tftypes.Value { return elements(members(state)["undeclared"]) }

// An apply does not remove what its plan could not see, because the provider's configuration or an argument was
// unknown, or because it came to exist later. The apply ends with an error, the next plan shows it, and the next apply
// removes it.
func TestCreationRemovesNothingUnseen(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		before func(holding) // the plan
		after  func(holding)
		config func(held) configured
		want   string // a warning of the plan
	}{
		"provider unknown": {
			before: func(h holding) { h.tenant.credentials["client_secret"] = later{} },
			after: func(h holding) {
				_, h.tenant.credentials["client_secret"] = h.tenant.ManagementCredentials()
			},
			config: func(set held) configured { return set.config },
			want:   "Undeclared objects are not known yet",
		},
		"argument unknown": {
			before: func(holding) {},
			after:  func(holding) {},
			config: func(set held) configured { return set.config.with(set.unsure) },
			want:   "Undeclared objects are",
		},
		"known, but only from a warning": {
			before: func(holding) {},
			after:  func(holding) {},
			config: func(set held) configured { return set.config },
			want:   "Undeclared objects are there already",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			holdEach(t, func(h holding) {
				closed, opened := h.open()
				test.before(h)
				p := h.plan([]configured{test.config(h.held)})
				test.after(h)
				if !slices.ContainsFunc(p.warnings, func(text string) bool { return strings.Contains(text, test.want) }) || len(p.errors) > 0 {
					h.t.Errorf("the plan has warnings %q and errors %q, want %q", p.warnings, p.errors, test.want)
				}
				if planned := p.changes[h.config.address].planned; members(planned)["undeclared"].IsKnown() {
					h.t.Errorf("the plan claims to know what is undeclared: %s", planned)
				}
				h.wantLeftAlone(opened, h.carryOut(p))
				h.wantShownAndRemoved(replace, closed)
			})
		})
	}
}

func TestCreationRemovesNothingThatCameSinceThePlan(t *testing.T) {
	t.Parallel()
	holdEach(t, func(h holding) {
		p := h.plan([]configured{h.config})
		if len(p.warnings) > 0 {
			h.t.Errorf("a plan that finds nothing undeclared warns: %q", p.warnings)
		}
		closed, opened := h.open()
		h.wantLeftAlone(opened, h.carryOut(p))
		h.wantShownAndRemoved(replace, closed)
	})
}

// An update removes what its plan has shown. It leaves what appears between plan and apply to the next plan.
func TestUpdateRemovesNothingThatCameSinceThePlan(t *testing.T) {
	t.Parallel()
	holdEach(t, func(h holding) {
		mustApply(h.t, h.workspace, []configured{h.config})
		closed, _ := h.open()
		h.wantShownAndRemoved(update, closed)

		p := h.plan([]configured{h.config.with(h.other)})
		_, opened := h.open()
		if failures := h.carryOut(p); len(failures) > 0 {
			h.t.Fatalf("the apply fails: %q", failures)
		}
		h.wantTenant(opened)
	})
}

// With remove_on_create, a creation removes what it finds, even what no plan could see. Applications are always shown
// first.
func TestCreationMayRemove(t *testing.T) {
	t.Parallel()
	holdEach(t, func(h holding) {
		typ, _ := schemaOf(h.t, h.config.typeName()).ValueType().(tftypes.Object)
		if _, may := typ.AttributeTypes["remove_on_create"]; !may {
			if h.config.address != exclusiveApplications {
				h.t.Error("cannot remove at once")
			}
			return
		}
		closed, _ := h.open()
		p := h.plan([]configured{atOnce(h.config.with(h.unsure))})
		if len(p.warnings) == 0 {
			h.t.Error("the plan does not warn")
		}
		if failures := h.carryOut(p); len(failures) > 0 {
			h.t.Fatalf("the apply fails: %q", failures)
		}
		h.wantTenant(closed)
	})
}
