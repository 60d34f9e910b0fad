package review_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

func TestReadPlanRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":   "EOF",
		"[]": "this is not a plan",
		"{}": "this is not a plan",
		`{"format_version": "1.0", "values": {}}`:            "this is not a plan",
		`{"format_version": "2.0", "resource_changes": []}`:  "install a newer one",
		`{"format_version": "1.2", "resource_changes": {}}`:  `"resource_changes": found { instead of an array`,
		`{"format_version": "1.2", "resource_changes": [7]}`: "cannot be read",
		`{"format_version": "1.2", "resource_changes": [{}`:  "EOF",
	} {
		if _, err := review.ReadPlan(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
	if _, err := review.ReadPlan(strings.NewReader(`{"format_version": "1.2", "planned_values": {}}`)); err != nil {
		t.Errorf("a plan without changes: %v", err)
	}
}

// outputs are all formats of a report.
func outputs(t testing.TB, r *review.Report) string {
	t.Helper()
	document, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return r.Text() + r.Markdown() + r.Mermaid() + string(document)
}

// No value that is marked as sensitive anywhere in a plan is printed, even if it appears elsewhere, but its changes are
// reported.
func TestSensitiveValues(t *testing.T) {
	t.Parallel()
	const secret = "hush"
	all := m{"name": true, "client_id": true, "audience": true, "scopes": true, "connection_id": true, "callbacks": true}
	plan := planOf(t, m{"output_changes": m{"x": m{"actions": []any{"create"}, "after": m{"deep": []any{secret + "-output"}}, "after_sensitive": true}}},
		resourceChange{address: app, before: partner(secret + "-name"), after: partner(secret+"-name", "callbacks", []any{secret + "-callback"}), sensitive: all},
		resourceChange{address: own, before: grant("tpc_"+secret+"-name", secret+"-api", []any{}), after: grant("tpc_"+secret+"-name", secret+"-api", []any{secret + "-scope", "open"}), sensitive: all},
		resourceChange{address: byAll, after: defaults(secret+"-scope", secret+"-output")},
		resourceChange{address: staff, after: m{"connection_id": secret + "-con", "promoted": true}, sensitive: m{"connection_id": true}},
		resourceChange{address: anyone, before: m{"enabled": false}, after: m{"enabled": true}, sensitive: m{"enabled": true}},
		resourceChange{address: "aws_thing.x", after: m{"orders": orders + secret}, sensitive: m{"orders": true}},
	)
	r := plan.Review(review.Options{NothingForEverybody: true, NotGranted: review.NotGranted{"*": {"*"}}})
	if text := outputs(t, r); strings.Contains(strings.NewReplacer("#45;", "-").Replace(text), secret) {
		t.Errorf("a sensitive value is printed:\n%s", text)
	}
	text := r.Text()
	for _, want := range []string{"gains \"(sensitive value", "This depends on values that the plan does not show", "Gains (4)"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// FuzzReview reads broken plans. Every plan that can be read is reviewed and written in every format, and no sensitive
// value is printed.
func FuzzReview(f *testing.F) {
	f.Add(planText(f, configuration(m{"client_id": app + ".client_id"}), partnerStays,
		resourceChange{address: own, after: grant("", orders, []any{"a"}), unknown: m{"client_id": true, "scopes": []any{true}}},
		resourceChange{address: "auth0access_client_grants_exclusive.a", before: m{"undeclared": []any{m{"audience": files}}}, after: m{"undeclared": []any{}}},
		resourceChange{address: "module.a[\"x].y\"].auth0access_api_default_permissions.b[0]", after: defaults("a"), sensitive: m{"audience": true}},
	))
	f.Add(planText(f, m{"prior_state": m{"values": m{"root_module": m{"resources": []any{
		m{"address": "data.auth0access_effective_access.a", "mode": "data", "type": "auth0access_effective_access", "values": m{"access": []any{m{"client_id": "a", "audience": "b", "reason": "own_grant"}}}},
	}}}}}, resourceChange{address: anyone, after: m{"enabled": true}, unknown: m{"security_mode": true}}))
	for _, text := range []string{"", "{", "[]", `{"format_version":"1.1","resource_changes":null,"complete":false}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		plan, err := review.ReadPlan(bytes.NewReader(text))
		if err != nil {
			return
		}
		reference, err := review.ReadSnapshot(bytes.NewReader(text))
		if err != nil {
			reference = nil
		}
		r := plan.Review(review.Options{Reference: reference, NothingForEverybody: true, NotGranted: review.NotGranted{"*": {"*"}}})
		outputs(t, r)
		again, err := review.ReadPlan(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if first, second := lines(plan.Review(review.Options{})), lines(again.Review(review.Options{})); strings.Join(first, "\n") != strings.Join(second, "\n") {
			t.Errorf("the same plan is told in two ways:\n%s\n%s", strings.Join(first, "\n"), strings.Join(second, "\n"))
		}
	})
}

// largePlan has 10,000 resources, of which half change.
func largePlan(b *testing.B) []byte {
	b.Helper()
	resources := make([]resourceChange, 0, 10_000)
	for i := range 5_000 {
		name := fmt.Sprintf("Partner %d", i)
		application := partner(name, "callbacks", []any{"https://partner.example/callback"}, "description", strings.Repeat("about ", 20))
		resources = append(resources, unchanged(fmt.Sprintf("module.partner[%q].%s", name, app), application))
		id, _ := application["client_id"].(string)
		audience := fmt.Sprintf("https://api%d.example.com/", i%500)
		resources = append(resources, resourceChange{
			address: fmt.Sprintf("module.partner[%q].%s", name, own),
			before:  grant(id, audience, []any{"read", "write"}), after: grant(id, audience, []any{"read", "delete"}),
		})
	}
	planned := []any{}
	for _, r := range resources {
		planned = append(planned, m{"address": r.address, "values": r.after})
	}
	values := m{"values": m{"root_module": m{"resources": planned}}}
	return planText(b, m{"planned_values": values["values"], "prior_state": values}, resources...)
}

// BenchmarkReview fails above 2 s, in the fastest of its runs, or 200 MB.
func BenchmarkReview(b *testing.B) {
	text := largePlan(b)
	runtime.GC()
	var most uint64
	fastest := time.Hour
	for b.Loop() {
		began := time.Now()
		plan, err := review.ReadPlan(bytes.NewReader(text))
		if err != nil {
			b.Fatal(err)
		}
		r := plan.Review(review.Options{})
		if len(r.Findings) != 10_000 {
			b.Fatalf("%d findings", len(r.Findings))
		}
		_ = r.Markdown()
		var used runtime.MemStats
		runtime.ReadMemStats(&used)
		most, fastest = max(most, used.Sys), min(fastest, time.Since(began))
	}
	if fastest > 2*time.Second || most > 200<<20 {
		b.Errorf("it took %v and %d MB", fastest, most>>20)
	}
	b.ReportMetric(float64(most>>20), "MB")
}
