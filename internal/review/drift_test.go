package review_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

const (
	ofApplications = "auth0access_third_party_applications_exclusive.this"
	ofGrants       = "auth0access_client_grants_exclusive.partner"
	reach          = "data.auth0access_effective_access.all"
)

// tenantNow is a refresh-only plan with a data source and outputs.
func tenantNow(outputs m, entries ...any) m {
	return m{"planned_values": m{}, "output_changes": outputs, "prior_state": m{"values": m{"root_module": m{"resources": []any{
		m{"address": reach, "mode": "data", "type": "auth0access_effective_access", "values": m{"access": entries}},
	}}}}}
}

func entry(clientID, audience, reason string, scopes ...any) m {
	return m{
		"client_id": clientID, "application_name": "Northwind", "security_mode": "strict", "audience": audience, "subject_type": "user",
		"reason": reason, "scopes": scopes, "all_scopes": false,
	}
}

func TestDrift(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		resources   []resourceChange
		now, failed any
		want        []string
		differences []review.Difference
	}{
		"as declared": {
			resources: []resourceChange{partnerStays, unchanged(own, grant("tpc_northwind", orders, []any{"a"})), unchanged("aws_thing.x", m{"a": 1})},
		},
		"a grant with another scope": {
			resources: []resourceChange{partnerStays, {
				address: own, before: grant("tpc_northwind", orders, []any{"b"}), after: grant("tpc_northwind", orders, []any{"a"}),
			}},
			want: []string{
				`access-gained: "Northwind" gains "b" of the API "https://orders.example.com/" for its users, by a grant of its own.`,
				`access-lost: "Northwind" loses "a" of the API "https://orders.example.com/" for its users, which a grant of its own gave it.`,
			},
		},
		"an undeclared grant, of which the tenant tells the scopes": {
			resources: []resourceChange{partnerStays, {
				address: ofGrants, before: m{"client_id": "tpc_northwind", "undeclared": []any{m{"audience": orders, "subject_type": "user", "id": "cgr_1"}}},
				after: m{"client_id": "tpc_northwind", "undeclared": []any{}},
			}},
			now:  tenantNow(nil, entry("tpc_northwind", orders, "own_grant", "cancel")),
			want: []string{`access-gained: "Northwind" gains "cancel" of the API "https://orders.example.com/" for its users, by a grant of its own.`},
		},
		"an undeclared application": {
			resources: []resourceChange{{
				address: ofApplications, before: m{"undeclared": []any{m{"client_id": "tpc_evil", "name": "Evil"}}}, after: m{"undeclared": []any{}},
			}},
			want: []string{`application-added: "Evil" is in the tenant, and nobody declared it.`},
		},
		"an application in an output, and what no review can judge": {
			resources: []resourceChange{{address: "aws_thing.x", before: m{"a": 1}, after: m{"a": 2}}},
			now: tenantNow(m{
				"apps":  m{"before": m{"tpc_old": "Old"}, "after": m{"tpc_old": "Old", "tpc_new": "New"}},
				"names": m{"before": []any{"a"}, "after": []any{"a", "b"}},
				"token": m{"before": []any{}, "after": []any{"hush"}, "after_sensitive": true},
			}),
			want:        []string{`application-added: "New" ("tpc_new") is a third-party application that the output "apps" did not have.`},
			differences: []review.Difference{{Address: "aws_thing.x"}, {Address: "output.names", Attributes: []string{"b"}}, {Address: "output.token"}},
		},
		"outputs that differ in another way": {
			now: tenantNow(m{
				"apps":   m{"before": m{"tpc_old": "Old"}, "after": m{"tpc_old": "Renamed"}},
				"fewer":  m{"before": []any{"a", "b"}, "after": []any{"a"}},
				"made":   m{"before": nil, "after": []any{"a"}},
				"same":   m{"before": m{"tpc_old": "Old"}, "after": m{"tpc_old": "Old"}},
				"hidden": m{"before": m{"a": "hush"}, "after": m{"a": "hush", "b": "x"}, "before_sensitive": true},
			}),
			differences: []review.Difference{
				{Address: "output.apps", Attributes: []string{"tpc_old"}}, {Address: "output.fewer"}, {Address: "output.hidden"}, {Address: "output.made"},
			},
		},
		"what was never applied, and is not to watch": {
			resources: []resourceChange{
				{address: ofApplications, before: m{"undeclared": []any{m{"client_id": "tpc_evil", "name": "Evil"}}}},
				{address: anyone, after: m{"enabled": true}},
				{address: ofGrants, after: m{"client_id": "tpc_x", "undeclared": nil}, unknown: m{"undeclared": true}},
			},
			want:        []string{`not-known: "auth0access_dynamic_client_registration.this" is declared but not applied yet, so the tenant's object is not known.`},
			differences: []review.Difference{{Address: ofApplications}, {Address: ofGrants}},
		},
		"a name, and nothing that is access": {
			resources:   []resourceChange{{address: app, before: partner("Northwind"), after: partner("Northwind", "description", "x")}},
			differences: []review.Difference{{Address: app, Attributes: []string{"description"}}},
		},
		"an application that somebody deleted": {
			resources: []resourceChange{{address: app, after: partner("Northwind")}},
			want:      []string{`application-deleted: "Northwind" is deleted, with its grants, refresh tokens and consents.`},
		},
		"further origins": {
			resources: []resourceChange{{address: app, before: partner("Northwind", "web_origins", []any{"https://x.example"}), after: partner("Northwind")}},
			want:      []string{`origins-added: "Northwind" may be used by pages of "https://x.example" ("web_origins").`},
		},
		"errors of the plan about the tenant": {
			failed: `{"type":"version"}
{"type":"diagnostic","diagnostic":{"severity":"warning","summary":"Access is beyond the boundary","address":"x.y","detail":"` + strings.Repeat("long ", 20_000) + `"}}
{"type":"diagnostic","diagnostic":{"severity":"error","summary":"Third-party applications are not declared","address":"x.y","detail":"It has:\n\n  - \"A (1)\" (tpc_1)\n  - B (tpc_2)\n\nTo keep"}}`,
			want: []string{
				`application-added: "A (1)" ("tpc_1") is in the tenant, and nobody declared it.`,
				`application-added: "B" ("tpc_2") is in the tenant, and nobody declared it.`,
			},
		},
		"an error of the plan in other words": {
			failed: `{"type":"diagnostic","diagnostic":{"severity":"error","summary":"Third-party applications are not declared","address":"x.y","detail":"Several."}}`,
			want:   []string{`not-judged: "Third-party applications are not declared": "Several."`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := planOf(t, nil, test.resources...)
			if now, isThere := test.now.(m); isThere {
				if err := plan.ReadTenant(strings.NewReader(string(planText(t, now)))); err != nil {
					t.Fatal(err)
				}
			}
			var failure review.Failure
			if text, isThere := test.failed.(string); isThere {
				var err error
				if failure, err = review.ReadFailure(strings.NewReader(text)); err != nil || len(failure.Errors) > 0 {
					t.Fatal(err, failure.Errors)
				}
			}
			r := plan.Drift(failure)
			if diff := cmp.Diff(test.want, lines(r)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.differences, r.Differences); diff != "" {
				t.Errorf("other differences (-want +got):\n%s", diff)
			}
			if isShown := strings.Contains(r.Markdown(), "Who can reach what now"); isShown != (test.now != nil) {
				t.Errorf("who can reach what is shown: %t", isShown)
			}
			if r.IsAsDeclared() != (len(test.want)+len(test.differences) == 0) {
				t.Errorf("as declared is %t", r.IsAsDeclared())
			}
			if text := outputs(t, r); strings.Contains(text, "hush") {
				t.Errorf("a sensitive value is printed:\n%s", text)
			}
		})
	}
}

// A refresh-only plan changes nothing, but its drift is reported.
func TestDriftOfRefreshOnly(t *testing.T) {
	t.Parallel()
	drifted := m{"planned_values": m{}, "resource_drift": []any{
		m{"address": own, "type": "auth0access_client_grant", "mode": "managed", "change": m{
			"actions": []any{"update"}, "before": grant("tpc_northwind", orders, []any{"a"}), "after": grant("tpc_northwind", orders, []any{"a", "cancel"}),
		}},
	}}
	const byGrant = ` of the API "https://orders.example.com/" for its users, by a grant of its own.`
	want := []string{`access-gained: "tpc_northwind" gains "cancel"` + byGrant}
	if diff := cmp.Diff(want, lines(planOf(t, drifted).Drift(review.Failure{}))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	// What a plan changes leads to the configuration, which need not be the last state.
	changed := planOf(t, drifted, resourceChange{
		address: own, before: grant("tpc_northwind", orders, []any{"a", "cancel"}), after: grant("tpc_northwind", orders, []any{}),
	})
	want = []string{`access-gained: "tpc_northwind" gains "a", "cancel"` + byGrant}
	if diff := cmp.Diff(want, lines(changed.Drift(review.Failure{}))); diff != "" {
		t.Errorf("findings of a plan that changes it (-want +got):\n%s", diff)
	}
}

// The report lists what is not watched, even for a tenant that is as declared.
func TestNotWatched(t *testing.T) {
	t.Parallel()
	notWatched := func(resources ...resourceChange) string {
		return planOf(t, nil, resources...).Drift(review.Failure{}).Text()
	}
	text := notWatched(partnerStays, unchanged(own, grant("tpc_northwind", orders, []any{"a"})))
	for _, want := range []string{
		"The tenant is as declared, as far as it is watched.", "third-party applications that somebody makes", "whether anybody can register",
		`further grants of "Northwind"`, `access policies of "https://orders.example.com/"`, "- organizations (",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	text = notWatched(
		partnerStays, unchanged(own, grant("tpc_northwind", orders, []any{"a"})), unchanged(anyone, m{"enabled": false}),
		unchanged(ofApplications, m{"undeclared": []any{}, "include_self_registered": true}),
		unchanged(ofGrants, m{"client_id": "tpc_northwind", "undeclared": []any{}}),
		unchanged("auth0access_api_access_policy.orders", m{"audience": orders, "user_access": "require_client_grant"}),
	)
	for _, watched := range []string{"somebody makes", "anybody can register", "register themselves", "further grants", "access policies"} {
		if strings.Contains(text, watched) {
			t.Errorf("%q is watched:\n%s", watched, text)
		}
	}
}

// If somebody opened access outside Terraform and the change declares it, it counts as a gain of the change. If the
// change undoes it, it does not.
func TestReviewOfDrift(t *testing.T) {
	t.Parallel()
	written := grant("tpc_northwind", orders, []any{"a"})
	drifted := m{"resource_drift": []any{m{
		"address": own, "type": "auth0access_client_grant", "mode": "managed",
		"change": m{"actions": []any{"update"}, "before": written, "after": grant("tpc_northwind", orders, []any{"a", "cancel"})},
	}}}
	const cancels = `"Northwind" gains "cancel" of the API "https://orders.example.com/" for its users, by a grant of its own.`
	now := grant("tpc_northwind", orders, []any{"a", "cancel"})
	declares := planOf(t, drifted, partnerStays, unchanged(own, now)).Review(review.Options{})
	if diff := cmp.Diff([]string{"access-gained: " + cancels + " Somebody opened this already, outside Terraform."}, lines(declares)); diff != "" || len(declares.Opened) > 0 {
		t.Errorf("a change that declares it (-want +got):\n%s\n%v", diff, declares.Opened)
	}
	undoes := planOf(t, drifted, partnerStays, resourceChange{address: own, before: now, after: written}).Review(review.Options{})
	if undoes.Fails(review.FailOnGains) || len(undoes.Opened) != 1 || undoes.Opened[0].Sentence.String() != cancels {
		t.Errorf("a change that undoes it: %v, opened %v", lines(undoes), undoes.Opened)
	}
	text := undoes.Markdown()
	if !strings.HasPrefix(text, "## This change gives nobody access\n") || !strings.Contains(text, "\n## Opened outside Terraform, and not by this change\n") {
		t.Errorf("the report is\n%s", text)
	}
}

func TestReadFailure(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"panic: out of memory\n": "panic: out of memory",
		`{"type":"diagnostic","diagnostic":{"severity":"error","summary":"Could not reach the tenant","detail":"No address"}}`: "No address",
	} {
		if failure, err := review.ReadFailure(strings.NewReader(text)); err != nil || len(failure.Errors) != 1 || !strings.Contains(failure.Errors[0], want) {
			t.Errorf("%s: %v %v", text, failure, err)
		}
	}
	if _, err := review.ReadFailure(strings.NewReader("\n")); err == nil {
		t.Error("no messages are taken for a plan without errors")
	}
}
