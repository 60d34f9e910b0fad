package review_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

// snapshotOf reads entries, each as client_id, name, mode, audience, subject type, reason and scopes.
func snapshotOf(t *testing.T, entries ...[]string) *review.Snapshot {
	t.Helper()
	var text strings.Builder
	for i, e := range entries {
		if i > 0 {
			text.WriteString(",")
		}
		scopes := "[]"
		if len(e) > 6 {
			scopes = `["` + strings.Join(e[6:], `","`) + `"]`
		}
		text.WriteString(`{"client_id":"` + e[0] + `","application_name":"` + e[1] + `","security_mode":"` + e[2] + `","audience":"` + e[3] +
			`","subject_type":"` + e[4] + `","reason":"` + e[5] + `","scopes":` + scopes + `}`)
	}
	snapshot, err := review.ReadSnapshot(strings.NewReader(`[` + text.String() + `]`))
	if err != nil {
		t.Fatal(err)
	}
	return snapshot
}

// answers returns the findings beyond a limit, one line each.
func answers(r *review.Report) (lines []string) {
	for _, f := range r.Of(review.Boundary) {
		lines = append(lines, f.Code+" "+f.Address+": "+f.Sentence.String())
	}
	slices.Sort(lines)
	return lines
}

func TestQuestions(t *testing.T) {
	t.Parallel()
	plan := planOf(t, nil, partnerStays,
		unchanged(own, grant("tpc_northwind", orders, []any{"read", "write"})),
		resourceChange{address: own + "2", after: grant("tpc_northwind", files, nil, "all_scopes", true)},
		unchanged(byAll, defaults("read")),
		unchanged(staff, m{"connection_id": "con_1", "name": "staff", "promoted": true}),
		unchanged(anyone, m{"enabled": false}),
		unchanged("auth0access_redirect_protection.partner", m{"client_id": "tpc_northwind", "enabled": false}),
	)
	for name, test := range map[string]struct {
		options review.Options
		want    []string
	}{
		"nothing is asked": {},
		"a reference": {
			review.Options{Reference: snapshotOf(t, []string{"tpc_northwind", "Northwind", "strict", orders, "user", "own_grant", "read"})},
			[]string{
				`beyond-reference auth0access_api_default_permissions.orders: Beyond the reference: Every third-party application without a grant of its own gains "read" of the API "https://orders.example.com/" for its users, by the default permissions.`,
				`beyond-reference auth0access_client_grant.partner2: Beyond the reference: "Northwind" gains all scopes of the API "https://files.example.com/" for its users, by a grant of its own.`,
				`beyond-reference auth0access_client_grant.partner: Beyond the reference: "Northwind" gains "write" of the API "https://orders.example.com/" for its users, by a grant of its own.`,
			},
		},
		"what must not be granted": {
			review.Options{NotGranted: review.NotGranted{orders: {"wri*", "read"}, files: {"delete"}, "*": {"admin"}}},
			[]string{
				`must-not-be-granted auth0access_api_default_permissions.orders: Every third-party application without a grant of its own can get "read" of the API "https://orders.example.com/" for its users, by the default permissions, which must not be granted.`,
				`must-not-be-granted auth0access_client_grant.partner2: "Northwind" can get all scopes of the API "https://files.example.com/" for its users, by a grant of its own, which must not be granted.`,
				`must-not-be-granted auth0access_client_grant.partner: "Northwind" can get "read", "write" of the API "https://orders.example.com/" for its users, by a grant of its own, which must not be granted.`,
			},
		},
		"what no API may grant": {
			review.Options{NotGranted: review.NotGranted{"*": {"write"}}},
			[]string{
				`must-not-be-granted auth0access_client_grant.partner2: "Northwind" can get all scopes of the API "https://files.example.com/" for its users, by a grant of its own, which must not be granted.`,
				`must-not-be-granted auth0access_client_grant.partner: "Northwind" can get "write" of the API "https://orders.example.com/" for its users, by a grant of its own, which must not be granted.`,
			},
		},
		"nothing for everybody": {
			review.Options{NothingForEverybody: true},
			[]string{
				`open-to-everybody auth0access_api_default_permissions.orders: Every third-party application without a grant of its own can get "read" of the API "https://orders.example.com/" for its users, by the default permissions.`,
				`open-to-everybody auth0access_connection_domain_promotion.staff: Every third-party application can log in users of the connection "staff", which is promoted to the domain level.`,
			},
		},
	} {
		report := plan.Review(test.options)
		if diff := cmp.Diff(test.want, answers(report)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if got, want := report.Fails(review.FailOnBoundary), len(test.want) > 0; got != want {
			t.Errorf("%s: it fails: %t", name, got)
		}
	}
}

func TestAllow(t *testing.T) {
	t.Parallel()
	today := time.Date(2027, 1, 31, 23, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		file  string
		until string // of what is allowed, none for nothing
		note  string
	}{
		"by address":                   {"- {address: auth0access_client_grant.partner, until: 2027-01-31}", "2027-01-31", ""},
		"by code and address":          {"- {code: access-gained, address: auth0access_client_grant.partner, until: 2027-01-31}", "2027-01-31", ""},
		"by scopes, together":          {"- {audience: https://orders.example.com/, scopes: [a], until: 2027-02-01}\n- {audience: https://orders.example.com/, scopes: [b], until: 2027-03-01}", "2027-02-01", ""},
		"by scopes, the last first":    {"- {audience: https://orders.example.com/, scopes: [a], until: 2027-03-01}\n- {audience: https://orders.example.com/, scopes: [b], until: 2027-02-01}", "2027-02-01", ""},
		"by some of the scopes":        {"- {audience: https://orders.example.com/, scopes: [a], until: 2027-02-01}", "", ""},
		"by all scopes":                {"- {audience: https://orders.example.com/, scopes: ['*'], until: 2027-02-01}", "2027-02-01", ""},
		"of another code":              {"- {code: access-lost, address: auth0access_client_grant.partner, until: 2027-01-31}", "", ""},
		"of another code, by scopes":   {"- {code: access-lost, audience: https://orders.example.com/, scopes: ['*'], until: 2027-01-31}", "", ""},
		"of another address":           {"- {address: auth0access_client_grant.gone, audience: https://orders.example.com/, scopes: ['*'], until: 2027-01-31}", "", ""},
		"ended":                        {"- {address: auth0access_client_grant.partner, until: 2027-01-30}", "", "The allowance for auth0access_client_grant.partner ended on 2027-01-30."},
		"ended, by scopes":             {"- {audience: https://orders.example.com/, scopes: [a, b], until: 2027-01-30}", "", "The allowance for a, b of https://orders.example.com/ ended on 2027-01-30."},
		"ended, and needed no more":    {"- {address: auth0access_client_grant.gone, until: 2027-01-30}", "", ""},
		"a scope that is all scopes":   {"- {audience: https://files.example.com/, scopes: [a], until: 2027-02-01}", "", ""},
		"a scope of no scope":          {"- {audience: https://mcp.example.com/, scopes: [a], until: 2027-02-01}", "", ""},
		"scopes that are all for now":  {"- {audience: https://wide.example.com/, scopes: [a, b], until: 2027-02-01}", "", ""},
		"all scopes, now and to come":  {"- {audience: https://wide.example.com/, scopes: ['*'], until: 2027-02-01}", "2027-02-01", ""},
		"access without any scope too": {"- {audience: https://mcp.example.com/, scopes: ['*'], until: 2027-02-01}", "2027-02-01", ""},
	} {
		report := planOf(t, nil, partnerStays,
			unchanged("auth0_resource_server.wide", m{"identifier": "https://wide.example.com/", "scopes": []any{m{"value": "a"}, m{"value": "b"}}}),
			resourceChange{address: own, after: grant("tpc_northwind", orders, []any{"a", "b"})},
			resourceChange{address: own + "2", after: grant("tpc_northwind", files, nil, "all_scopes", true)},
			resourceChange{address: own + "3", after: grant("tpc_northwind", "https://mcp.example.com/", []any{})},
			resourceChange{address: own + "4", after: grant("tpc_northwind", "https://wide.example.com/", nil, "all_scopes", true)},
		).Review(review.Options{})
		all := len(report.Findings)
		allowances, err := review.ReadAllowances(strings.NewReader("allow:\n" + test.file))
		if err != nil {
			t.Fatal(err)
		}
		report.Allow(allowances, today)
		var until []string
		for _, allowed := range report.Allowed {
			until = append(until, allowed.Until)
		}
		if got := strings.Join(until, " "); all != 4 || len(report.Findings)+len(until) != all || got != test.until || strings.Join(report.Notes, "") != test.note {
			t.Errorf("%s: %v are left, allowed until %q, notes %q", name, lines(report), got, report.Notes)
		}
	}
	for file, want := range map[string]string{
		"allow: [{address: x}]":                                    `until is ""`,
		"allow: [{address: x, until: tomorrow}]":                   `until is "tomorrow"`,
		"allow: [{until: 2027-01-01}]":                             "neither address nor audience",
		"allow: [{audience: x, until: 2027-01-01}]":                "without scopes",
		"allow: [{where: x, until: 2027-01-01}]":                   "where",
		"allow: [{address: x, code: nonsense, until: 2027-01-01}]": `no code "nonsense"`,
		"": "neither YAML nor JSON",
	} {
		if _, err := review.ReadAllowances(strings.NewReader(file)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", file, err, want)
		}
	}
}

func TestIgnore(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		ignored []string
		left    int
	}{{nil, 2}, {[]string{"access-gained"}, 0}, {[]string{"access-gained@" + own}, 1}, {[]string{"access-lost"}, 2}} {
		report := planOf(t, nil, partnerStays,
			resourceChange{address: own, after: grant("tpc_northwind", orders, []any{"a"})},
			resourceChange{address: own + "2", after: grant("tpc_northwind", files, []any{"a"})},
		).Review(review.Options{})
		if err := report.Ignore(test.ignored); err != nil || len(report.Findings) != test.left {
			t.Errorf("%v: %v %v", test.ignored, err, lines(report))
		}
	}
	if err := planOf(t, nil).Review(review.Options{}).Ignore([]string{"nonsense@x"}); err == nil {
		t.Error("an unknown code is ignored")
	}
}
