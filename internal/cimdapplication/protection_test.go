package cimdapplication_test

import (
	"slices"
	"strings"
	"testing"
)

// A protected application is neither deleted nor replaced, until an apply has taken the protection away.
func TestDeletionProtection(t *testing.T) {
	t.Parallel()
	const refusal = "Application is protected from deletion"
	s := newScene(t)
	s.must(s.config(map[string]any{"deletion_protection": true}))
	wantOne(t, "destroy", s.Apply(nil), refusal, s.url, "deletion_protection = false")
	elsewhere := map[string]any{"metadata_url": s.publisher.Publish("/other.json", agent(map[string]any{"client_id": "https://" + host + "/other.json"}))}
	for _, protected := range []bool{true, false} {
		elsewhere["deletion_protection"] = protected
		wantOne(t, "another document", s.Plan(elsewhere).Errors, refusal)
	}
	if writes := s.tenant.Mutations(); strings.Contains(strings.Join(writes, " "), "DELETE") {
		t.Errorf("a refused plan wrote %q", writes)
	}
	s.must(s.config(map[string]any{"deletion_protection": false}))
	s.must(nil)
}

// Another URL means another application, and the plan says so.
func TestReplacement(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.must(s.config(nil))
	plan := s.Plan(map[string]any{"metadata_url": "https://" + host + "/other.json"})
	if !slices.Contains(plan.RequiresReplace, `AttributeName("metadata_url")`) || len(plan.Errors) > 0 {
		t.Errorf("the plan replaces because of %q, errors %q", plan.RequiresReplace, plan.Errors)
	}
	wantOne(t, "warnings", plan.Warnings, "New URL means a new application", text(s.State()["client_id"]), "refresh tokens", s.url)
}
