package review_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

func TestDiff(t *testing.T) {
	t.Parallel()
	northwind := []string{"tpc_northwind", "Northwind", "strict", orders, "user", "own_grant", "a"}
	agents := func(scopes ...string) (entries [][]string) {
		for _, name := range []string{"One", "Two"} {
			entries = append(entries, append([]string{"tpc_" + name, name, "strict", files, "user", "default_permissions"}, scopes...))
		}
		return entries
	}
	for name, test := range map[string]struct {
		before, after [][]string
		want          []string
	}{
		"nothing": {[][]string{northwind}, [][]string{northwind}, nil},
		"one gains and loses": {
			[][]string{northwind},
			[][]string{{"tpc_northwind", "Northwind", "strict", orders, "user", "own_grant", "b"}},
			[]string{
				`access-gained: "Northwind" gains "b" of the API "https://orders.example.com/" for its users, by a grant of its own.`,
				`access-lost: "Northwind" loses "a" of the API "https://orders.example.com/" for its users, which a grant of its own gave it.`,
			},
		},
		"default permissions are told once": {
			agents("a"), agents("a", "b"),
			[]string{`everybody-gains: Every third-party application without a grant of its own gains "b" of the API "https://files.example.com/" for its users, by the default permissions.`},
		},
		"somebody new with default permissions": {
			agents("a"), append(agents("a"), []string{"tpc_new", "New", "strict", files, "user", "default_permissions", "a"}),
			[]string{`access-gained: "New" gains "a" of the API "https://files.example.com/" for its users, by the default permissions.`},
		},
		"the first with default permissions": {
			nil, agents("a")[:1],
			[]string{`access-gained: "One" gains "a" of the API "https://files.example.com/" for its users, by the default permissions.`},
		},
		"somebody with default permissions goes": {
			agents("a"), agents("a")[:1],
			[]string{`access-lost: "Two" loses "a" of the API "https://files.example.com/" for its users, which the default permissions gave it.`},
		},
		"the first with default permissions, beside one that was there": {
			[][]string{northwind}, append(agents("a")[:1], northwind),
			[]string{`access-gained: "One" gains "a" of the API "https://files.example.com/" for its users, by the default permissions.`},
		},
		"a grant without effect comes to life": {
			[][]string{{"tpc_northwind", "Northwind", "strict", orders, "user", "no_organization"}},
			[][]string{northwind},
			[]string{`access-gained: "Northwind" gains "a" of the API "https://orders.example.com/" for its users, by a grant of its own.`},
		},
		"whether there is an organization is not known": {
			nil, [][]string{{"tpc_northwind", "Northwind", "strict", orders, "client", "organization_unknown", "a"}},
			[]string{`perhaps access-gained: "Northwind" may gain "a" of the API "https://orders.example.com/" as itself, by a grant of its own, depending on values that the plan does not show.`},
		},
		"a permissive application": {
			nil, [][]string{{"old", "Warehouse", "permissive", orders, "user", "access_policy", "a"}},
			[]string{
				`access-gained: "Warehouse" gains "a" of the API "https://orders.example.com/" for its users, by the API's access policy.`,
				`application-made-permissive: "Warehouse" is permissive: it gets every scope of the APIs whose access policy allows all.`,
			},
		},
	} {
		report := review.Diff(snapshotOf(t, test.before...), snapshotOf(t, test.after...))
		if diff := cmp.Diff(test.want, lines(report)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestReadSnapshot(t *testing.T) {
	t.Parallel()
	const entry = `{"client_id": "tpc_a", "application_name": "A", "security_mode": "strict", "audience": "x", "subject_type": "user", "allowed": true, "reason": "own_grant", "scopes": ["s"], "all_scopes": false, "undefined_scopes": [], "grant_id": "cgr_1"}`
	const want = `[{"client_id":"tpc_a","application_name":"A","security_mode":"strict","audience":"x","subject_type":"user","allowed":true,"reason":"own_grant","scopes":["s"],"all_scopes":false,"undefined_scopes":[],"grant_id":"cgr_1"}]`
	for name, test := range map[string]struct{ text, want string }{
		"a list":                  {`[` + entry + `]`, want},
		"a state file":            {`{"version": 4, "resources": [{"type": "auth0access_effective_access", "instances": [{"attributes": {"access": [` + entry + `], "mermaid": ""}}]}]}`, want},
		"outputs":                 {`{"access": {"sensitive": false, "type": [], "value": [` + entry + `]}}`, want},
		"the same in two places":  {`{"a": [` + entry + `], "b": [` + entry + `]}`, want},
		"nobody":                  {`{"access": [], "mermaid": "flowchart"}`, `[]`},
		"nobody, as a list":       {`[]`, `[]`},
		"a tenant":                {`{"clients": [{"client_id": "tpc_a", "name": "A", "is_first_party": false, "third_party_security_mode": "strict", "grant_types": ["authorization_code"]}], "resource_servers": [{"identifier": "x", "scopes": [{"value": "s"}]}], "client_grants": [{"id": "cgr_1", "client_id": "tpc_a", "audience": "x", "subject_type": "user", "scope": ["s"]}]}`, want},
		"a sensitive output":      {`{"access": {"sensitive": true, "value": [` + entry + `]}}`, ""},
		"something else":          {`{"version": 4, "resources": []}`, ""},
		"nothing that is JSON":    {`terraform`, ""},
		"a list of other objects": {`[{"client_id": "a"}]`, ""},
	} {
		snapshot, err := review.ReadSnapshot(strings.NewReader(test.text))
		if (err != nil) != (test.want == "") {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil {
			continue
		}
		if got, _ := json.Marshal(snapshot); string(got) != test.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}
