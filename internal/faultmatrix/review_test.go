package faultmatrix

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
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
		from, to := carefulConfiguration(rt, "from"), carefulConfiguration(rt, "to")
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
		codes []string // that speak of everybody
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
				if !knows { // default permissions that are not told may give it before or afterwards too
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

// claims are what a finding says for certain.
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

// isExcused reports whether the review says of an application, in other words than those of a gain, what it could not
// know: which default permissions there are, or which APIs let permissive applications in.
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

// reach is a scope that an application can get, or no scope for tokens at all.
type reach struct{ holder, audience, subjectType, scope string }

type reached map[reach]bool

func (r reached) beyond(other reached) reached {
	more := reached{}
	for one := range r {
		if !other[one] {
			more[one] = true
		}
	}
	return more
}

// reachIn lists who can reach what in a tenant. Applications of the state go by their addresses.
func reachIn(t *testing.T, tenant *tenant, state map[string]*instance) reached {
	t.Helper()
	holders := map[string]string{}
	for address, one := range state {
		if typeOf(address) == typeOf(application) {
			holders[textOf(members(one.value)["client_id"])] = address
		}
	}
	var entries []struct {
		ClientID    string `json:"client_id"`
		Audience    string `json:"audience"`
		SubjectType string `json:"subject_type"`
		Allowed     bool   `json:"allowed"`
		Scopes      []string
	}
	if err := json.Unmarshal(snapshotOf(t, tenant), &entries); err != nil {
		t.Fatal(err)
	}
	found := reached{}
	for _, e := range entries {
		holder := e.ClientID
		if holders[holder] != "" {
			holder = holders[holder]
		}
		for _, scope := range append(e.Scopes, "") {
			if e.Allowed {
				found[reach{holder, e.Audience, e.SubjectType, scope}] = true
			}
		}
	}
	maps.Copy(found, openIn(generic(t, tenant.Snapshot())))
	return found
}

// openIn lists what is open to everybody in a tenant: default permissions, by the scopes that they name, and settings.
func openIn(tenant object) reached {
	found := reached{}
	for _, one := range list(tenant, "client_grants") {
		if one["default_for"] == nil {
			continue
		}
		audience, _ := one["audience"].(string)
		subjectType, _ := one["subject_type"].(string)
		if policyOf(tenant, audience, subjectType) == "deny_all" {
			continue
		}
		found[reach{everybody, audience, subjectType, ""}] = true
		scopes, _ := one["scope"].([]any)
		if one["allow_all_scopes"] == true {
			scopes = definedScopes(tenant, audience)
		}
		for _, scope := range scopes {
			found[reach{everybody, audience, subjectType, fmt.Sprint(scope)}] = true
		}
	}
	for _, one := range list(tenant, "connections") {
		found[reach{holder: "connection-promoted", scope: fmt.Sprint(one["id"])}] = one["is_domain_connection"] == true
	}
	for _, one := range list(tenant, "organizations") {
		found[reach{holder: "organization-opened", scope: fmt.Sprint(one["id"])}] = one["third_party_client_access"] == "allow"
	}
	settings, _ := tenant["tenant_settings"].(object)
	flags, _ := settings["flags"].(object)
	found[reach{holder: "registration-opened"}] = flags["enable_dynamic_client_registration"] == true
	maps.DeleteFunc(found, func(_ reach, isSo bool) bool { return !isSo })
	return found
}

// policyOf is the access policy of an API.
func policyOf(tenant object, audience, subjectType string) any {
	for _, one := range list(tenant, "resource_servers") {
		if one["identifier"] == audience {
			both, _ := one["subject_type_authorization"].(object)
			half, _ := both[subjectType].(object)
			if half["policy"] != nil {
				return half["policy"]
			}
		}
	}
	return map[string]string{"user": "allow_all", "client": "require_client_grant"}[subjectType]
}

func definedScopes(tenant object, audience string) (scopes []any) {
	for _, one := range list(tenant, "resource_servers") {
		defined, _ := one["scopes"].([]any)
		for _, scope := range defined {
			if members, isObject := scope.(object); isObject && one["identifier"] == audience {
				scopes = append(scopes, members["value"])
			}
		}
	}
	return scopes
}

// snapshotOf returns the entries of effective access, as the data source has them.
func snapshotOf(t testing.TB, tenant *tenant) []byte {
	t.Helper()
	snapshot, err := review.ReadSnapshot(strings.NewReader(encoded(t, tenant.Snapshot())))
	if err != nil {
		t.Fatal(err)
	}
	entries, err := json.Marshal(snapshot)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func textOf(value tftypes.Value) (text string) {
	if value.IsKnown() && !value.IsNull() {
		_ = value.As(&text)
	}
	return text
}

// review reviews a plan, written as "terraform show -json" writes it.
func (w *workspace) review(p *plan, config []configured, knows bool) *review.Report {
	w.t.Helper()
	changes, resources := []any{}, []any{}
	for _, address := range sortedKeys(p.changes) {
		c := p.changes[address]
		shown := object{"actions": actionsOf[c.action]}
		if c.prior != nil {
			shown["before"], _ = plain(c.prior.value)
		}
		if c.action != destroy {
			shown["after"], shown["after_unknown"] = plain(c.planned)
		}
		changes = append(changes, object{"address": address, "mode": "managed", "type": typeOf(address), "change": shown})
	}
	for _, c := range config {
		typeName, name, _ := strings.Cut(c.address, ".")
		expressions := object{}
		for argument, value := range c.arguments {
			expressions[argument] = expressionOf(value)
		}
		resources = append(resources, object{"mode": "managed", "type": typeName, "name": name, "expressions": expressions})
	}
	document := object{
		"format_version": "1.2", "resource_changes": changes, "configuration": object{"root_module": object{"resources": resources}},
	}
	if knows {
		document["prior_state"] = object{"values": object{"root_module": object{"resources": w.dataSources()}}}
	}
	read, err := review.ReadPlan(strings.NewReader(encoded(w.t, document)))
	if err != nil {
		w.t.Fatal(err)
	}
	return read.Review(review.Options{})
}

var actionsOf = map[action][]string{
	none: {"no-op"}, create: {"create"}, update: {"update"}, destroy: {"delete"}, replace: {"delete", "create"},
}

// dataSources are those that tell all there is of grants and APIs.
func (w *workspace) dataSources() []any {
	w.t.Helper()
	var entries []any
	if err := json.Unmarshal(snapshotOf(w.t, w.tenant), &entries); err != nil {
		w.t.Fatal(err)
	}
	now := generic(w.t, w.tenant.Snapshot())
	grants := []any{}
	for _, one := range list(now, "client_grants") {
		grants = append(grants, object{
			"id": one["id"], "client_id": one["client_id"], "audience": one["audience"], "subject_type": one["subject_type"],
			"scopes": one["scope"], "all_scopes": one["allow_all_scopes"], "default_permissions": one["default_for"] != nil,
		})
	}
	data := func(name string, values object) object {
		return object{"address": "data." + name + ".all", "mode": "data", "type": name, "values": values}
	}
	sources := []any{
		data("auth0access_effective_access", object{"access": entries}), data("auth0access_client_grants", object{"grants": grants}),
	}
	for _, one := range list(now, "resource_servers") {
		audience, _ := one["identifier"].(string)
		sources = append(sources, data("auth0access_api", object{
			"audience": audience, "scopes": definedScopes(now, audience), "user_access_policy": policyOf(now, audience, "user"),
			"client_access_policy": policyOf(now, audience, "client"),
			"system":               one["is_system"] == true,
		}))
	}
	return sources
}

// plain writes a value as Terraform does in a plan: what is unknown is left out, and marked beside it.
func plain(value tftypes.Value) (shown, unknown any) {
	switch {
	case !value.IsKnown():
		return nil, true
	case value.IsNull():
		return nil, false
	case value.Type().Is(tftypes.String):
		return textOf(value), false
	case value.Type().Is(tftypes.Bool):
		var is bool
		_ = value.As(&is)
		return is, false
	case value.Type().Is(tftypes.Number):
		return 1, false // no review looks at numbers
	case value.Type().Is(tftypes.List{}), value.Type().Is(tftypes.Set{}):
		items, marks := []any{}, []any{}
		for _, item := range elements(value) {
			one, mark := plain(item)
			items, marks = append(items, one), append(marks, mark)
		}
		return items, marks
	default:
		all, marks := object{}, object{}
		for name, member := range members(value) {
			one, mark := plain(member)
			if mark != true {
				all[name] = one
			}
			marks[name] = mark
		}
		return all, marks
	}
}

// expressionOf writes down what an argument refers to. What is known later is of a resource of another provider.
func expressionOf(value any) object {
	references := []any{}
	var look func(any)
	look = func(value any) {
		switch value := value.(type) {
		case ref:
			references = append(references, value.address+"."+value.attribute, value.address)
		case later:
			references = append(references, "terraform_data.later.output", "terraform_data.later")
		case []any:
			for _, item := range value {
				look(item)
			}
		case map[string]any:
			for _, name := range sortedKeys(value) {
				look(value[name])
			}
		}
	}
	look(value)
	return object{"references": references}
}
