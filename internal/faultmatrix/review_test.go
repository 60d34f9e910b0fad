package faultmatrix

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

// TestReviewTellsTheTruth goes from one configuration to another, and compares what a review of the plan says with who
// can reach what before and after the apply. No gain and no loss is missed, and none is certain that does not come
// true. In half of the draws data sources tell the plan what else is in the tenant.
func TestReviewTellsTheTruth(t *testing.T) {
	t.Parallel()
	outcomes := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		from, to := reviewable(rt, "from"), reviewable(rt, "to")
		knows := rapid.Bool().Draw(rt, "data sources")
		var problems []string
		synctest.Test(t, func(t *testing.T) { problems = reviewed(t, from, to, knows, outcomes) })
		if len(problems) > 0 {
			rt.Fatal(strings.Join(problems, "\n"))
		}
	})
	for _, outcome := range []string{"gained", "lost", "certain"} {
		if outcomes[outcome] == 0 {
			t.Errorf("nothing was %q", outcome)
		}
	}
	logCounts(t, outcomes)
}

// reviewed returns what a review got wrong.
func reviewed(t *testing.T, from, to []configured, knows bool, outcomes map[string]int) (problems []string) {
	t.Helper()
	tenant := newTenant(t, emulator.Options{Seed: seed(t)})
	w := &workspace{t: t, tenant: tenant}
	if failures := w.applyAsAdvised(from); len(failures) > 0 {
		return []string{"from: " + strings.Join(failures, "\n")}
	}
	time.Sleep(12 * time.Hour) // some grants end meanwhile
	p := w.plan(to)
	if len(p.errors) > 0 {
		outcomes["refused"]++
		return nil
	}
	before := reachIn(t, tenant, w.state)
	report := w.review(p, to, knows)
	if failures := w.carryOut(p); len(failures) > 0 {
		outcomes["failed"]++
		return nil
	}
	after := reachIn(t, tenant, w.state)
	gained, lost := after.beyond(before), before.beyond(after)
	outcomes["gained"] += len(gained)
	outcomes["lost"] += len(lost)
	for _, side := range []struct {
		truth reached
		has   reached
		kind  review.Kind
		codes []string // of findings about everybody
	}{
		{gained, after, review.Gains, []string{"everybody-gains", "access-policy-opened"}},
		{lost, before, review.Loses, []string{"everybody-loses"}},
	} {
		told := report.Of(side.kind)
		for one := range side.truth {
			isTold := slices.ContainsFunc(told, func(f review.Finding) bool { return tells(f, one, side.codes) })
			if !isTold && !isExcused(report, one, knows) {
				problems = append(problems, fmt.Sprintf("nobody is told that somebody %s %v", side.kind, one))
			}
		}
		for _, f := range told {
			for _, one := range claims(f) {
				outcomes["certain"]++
				isSo := side.truth[one]
				if !knows { // unknown default permissions may give it before or afterwards as well
					isSo = side.has[one]
				}
				if !isSo {
					problems = append(problems, fmt.Sprintf("%s %s This is not so: %v", f.Code, f.Sentence, one))
				}
			}
		}
	}
	if len(problems) > 0 {
		problems = append(problems, report.Text())
	}
	return problems
}

// claims returns what a finding says for certain.
func claims(f review.Finding) (certain []reach) {
	holder := holderOf(f)
	switch {
	case !f.Certain:
		return nil
	case f.Why == "access_policy" && f.Application == "" && f.ClientID == "":
		return nil // it is about permissive applications that may not exist
	case f.Code == "everybody-gains", f.Code == "everybody-loses":
		holder = everybody
	case f.Code != "access-gained" && f.Code != "access-lost":
		return nil
	}
	for _, scope := range f.Scopes {
		certain = append(certain, reach{holder, f.Audience, f.SubjectType, scope})
	}
	if len(f.Scopes) == 0 && !f.AllScopes {
		certain = append(certain, reach{holder, f.Audience, f.SubjectType, ""})
	}
	return certain
}

// everybody is the holder of default permissions.
const everybody = "everybody"

// tells reports whether a finding tells of a gain or a loss.
func tells(f review.Finding, one reach, ofEverybody []string) bool {
	if one.audience == "" {
		return f.Code == one.holder || f.Code == "setting-closed"
	}
	if f.Audience != one.audience || f.SubjectType != one.subjectType {
		return false
	}
	if !slices.Contains(ofEverybody, f.Code) && holderOf(f) != one.holder {
		return false
	}
	return one.scope == "" || f.AllScopes || slices.Contains(f.Scopes, one.scope)
}

// holderOf is the application that a finding is about: its address, or its client_id.
func holderOf(f review.Finding) string {
	if f.Application != "" {
		return f.Application
	}
	return f.ClientID
}

// isExcused reports whether another finding says what the review could not know about the application: which default
// permissions there are, or which APIs let permissive applications in.
func isExcused(report *review.Report, one reach, knows bool) bool {
	return slices.ContainsFunc(report.Findings, func(f review.Finding) bool {
		switch f.Code {
		case "not-known":
			return true
		case "grant-types-added", "grant-types-removed", "application-added", "application-made-permissive", "client-id-replaced", "application-deleted":
			return !knows && f.Address == one.holder
		case "access-policy-opened", "safeguard-added":
			return !knows && typeOf(f.Address) == "auth0access_api_access_policy"
		case "organizations-gained", "organization-required":
			return holderOf(f) == one.holder && f.Audience == one.audience && f.SubjectType == one.subjectType
		case "access-gained", "access-lost":
			return !knows && holderOf(f) == one.holder || f.Holder == "not known until apply"
		default:
			return false
		}
	})
}
