package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// opens is a plan that promotes a connection and gives a partner a scope.
const opens = `{"format_version": "1.2", "resource_changes": [
  {"address": "auth0access_client_grant.a", "type": "auth0access_client_grant", "mode": "managed", "change": {"actions": ["create"], "before": null,
    "after": {"client_id": "tpc_northwind", "audience": "https://orders.example.com/", "subject_type": "user", "scopes": ["read|write"]}}},
  {"address": "auth0access_connection_domain_promotion.staff", "type": "auth0access_connection_domain_promotion", "mode": "managed", "change": {"actions": ["delete"],
    "before": {"connection_id": "con_1", "promoted": true}, "after": null}}
]}`

const nothing = `{"format_version": "1.2", "resource_changes": []}`

// invoke runs the command in a folder of files.
func invoke(t *testing.T, files map[string]string, in string, args ...string) (code int, out, complaints string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i, arg := range args {
		if file, isFile := strings.CutPrefix(arg, "./"); isFile {
			args[i] = filepath.Join(dir, file)
		}
	}
	var output, errors bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(in), &output, &errors)
	return code, output.String(), errors.String()
}

func TestExitCodes(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"opens.json": opens, "nothing.json": nothing, "broken.json": "{", "state.json": `{"version": 4}`, "zip": "PK not a plan",
		"allow.yaml":     "allow: [{address: auth0access_client_grant.a, until: 2999-01-01}]",
		"forbidden.yaml": "'*': ['read*']",
		"bounds.yaml":    "https://orders.example.com/: []",
		"old.json":       `[]`,
		"new.json":       `[{"client_id": "tpc_a", "application_name": "A", "security_mode": "strict", "audience": "x", "subject_type": "user", "reason": "own_grant", "scopes": ["s"]}]`,
		"folder/1.json":  `[]`, "folder/2.json": `[]`,
	}
	for name, test := range map[string]struct {
		args []string
		in   string
		code int
		said string // in the output, or in the error if the code is 1
	}{
		"nothing to fail for":           {[]string{"review", "./opens.json"}, "", 0, "Gains (1)"},
		"a gain":                        {[]string{"review", "./opens.json", "--fail-on", "gains"}, "", 2, `"read|write"`},
		"anything":                      {[]string{"review", "./opens.json", "--fail-on", "any", "--ignore", "access-gained"}, "", 2, "Loses (1)"},
		"from standard input":           {[]string{"review", "-", "--fail-on=gains"}, opens, 2, "Gains (1)"},
		"no question was asked":         {[]string{"review", "./opens.json", "--fail-on", "boundary"}, "", 0, "Gains (1)"},
		"a question":                    {[]string{"review", "./opens.json", "--fail-on", "boundary", "--not-granted", "./forbidden.yaml"}, "", 2, "Beyond a limit (1)"},
		"a boundary":                    {[]string{"review", "./opens.json", "--fail-on", "boundary", "--boundary", "./bounds.yaml"}, "", 2, "which is beyond the boundary"},
		"no boundary":                   {[]string{"review", "./opens.json", "--boundary", "./opens.json"}, "", 1, "opens.json: this is neither YAML nor JSON of the expected form"},
		"a reference":                   {[]string{"review", "./opens.json", "--fail-on", "boundary", "--reference", "./old.json"}, "", 2, "Beyond the reference"},
		"allowed":                       {[]string{"review", "./opens.json", "--fail-on", "gains", "--allow", "./allow.yaml"}, "", 0, "Allowed (1)"},
		"nothing changes":               {[]string{"review", "./nothing.json", "--fail-on", "any"}, "", 0, "Nobody gains or loses access."},
		"a broken plan":                 {[]string{"review", "./broken.json"}, "", 1, "broken.json: the plan cannot be read"},
		"no plan":                       {[]string{"review", "./state.json"}, "", 1, "this is not a plan"},
		"no saved plan either":          {[]string{"review", "./zip"}, "", 1, "cannot show"},
		"no file":                       {[]string{"review", "./missing.json"}, "", 1, "no such file"},
		"no allowances":                 {[]string{"review", "./opens.json", "--allow", "./opens.json"}, "", 1, "opens.json: this is neither YAML nor JSON of the expected form"},
		"no reference":                  {[]string{"review", "./opens.json", "--reference", "./state.json"}, "", 1, "state.json: this contains no access"},
		"an unknown format":             {[]string{"review", "./opens.json", "--format", "pdf"}, "", 1, "text, markdown, json, sarif, codequality, mermaid"},
		"an unknown kind of finding":    {[]string{"review", "./opens.json", "--fail-on", "losses"}, "", 1, "gains, any, boundary"},
		"an unknown code":               {[]string{"review", "./opens.json", "--ignore", "losses"}, "", 1, `no code "losses"`},
		"two plans":                     {[]string{"review", "./opens.json", "./opens.json"}, "", 1, "accepts 1 arg"},
		"an unknown command":            {[]string{"revue"}, "", 1, "unknown command"},
		"help":                          {[]string{"review", "--help"}, "", 0, "--nothing-for-everybody"},
		"version":                       {[]string{"--version"}, "", 0, "auth0access dev (none)"},
		"a difference":                  {[]string{"diff", "./old.json", "./new.json", "--fail-on", "gains"}, "", 2, `"A" gains "s"`},
		"no difference":                 {[]string{"diff", "./folder", "--fail-on", "any"}, "", 0, "Nobody gains or loses access."},
		"a history":                     {[]string{"diff", "./folder", "./new.json", "--format", "markdown"}, "", 0, "# 2.json to new.json"},
		"a history for other programs":  {[]string{"diff", "./folder", "./new.json", "--format", "json"}, "", 0, `"code": "access-gained"`},
		"one snapshot":                  {[]string{"diff", "./old.json"}, "", 1, "name two or more"},
		"no snapshot":                   {[]string{"diff", "./old.json", "./opens.json"}, "", 1, "opens.json: this contains no access"},
		"no boundary between snapshots": {[]string{"diff", "./old.json", "./new.json", "--fail-on", "boundary"}, "", 1, "write one of gains, any"},
		"arguments to explain":          {[]string{"explain", "x"}, "", 1, "unknown command"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, complaints := invoke(t, files, test.in, test.args...)
			text := out
			if test.code == exitError {
				text = complaints
			}
			if code != test.code || !strings.Contains(text, test.said) {
				t.Errorf("code %d, want %d; no %q in\n%s%s", code, test.code, test.said, out, complaints)
			}
		})
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]string{
		"text":     "  - \"tpc_northwind\" gains \"read|write\"",
		"markdown": "| gains | `tpc_northwind` | `https://orders.example.com/` | user | `read\\|write` | own grant |",
		"mermaid":  "===> n1",
		"json":     `"address": "auth0access_client_grant.a"`,
	} {
		if _, out, _ := invoke(t, nil, opens, "review", "-", "--format", format); !strings.Contains(out, want) {
			t.Errorf("%s: no %s in\n%s", format, want, out)
		}
	}
}

// The SARIF output conforms to its schema, and allowed findings are suppressed.
func TestSARIF(t *testing.T) {
	t.Parallel()
	code, out, complaints := invoke(t, nil, opens, "review", "-", "--format", "sarif", "--ignore", "setting-closed")
	if code != exitNone {
		t.Fatal(complaints)
	}
	report, err := sarif.FromString(out)
	if err != nil {
		t.Fatal(err)
	}
	if err := report.Validate(); err != nil {
		t.Error(err)
	}
	results := report.Runs[0].Results
	if len(results) != 2 || *results[0].RuleID != "access-gained" || len(results[0].Suppressions) != 0 || len(results[1].Suppressions) != 1 {
		t.Errorf("the results are %s", out)
	}
	if name := *results[0].Locations[0].LogicalLocations[0].FullyQualifiedName; name != "auth0access_client_grant.a" {
		t.Errorf("the finding stands at %s", name)
	}
}

const seed = `{
  "resource_servers": [{"name": "Orders", "identifier": "https://orders.example.com/", "scopes": [{"value": "read"}, {"value": "write"}]}],
  "clients": [{"client_id": "tpc_northwind", "name": "Northwind", "is_first_party": false, "third_party_security_mode": "strict", "grant_types": ["authorization_code"]}],
  "client_grants": [{"client_id": "tpc_northwind", "audience": "https://orders.example.com/", "subject_type": "user", "scope": ["read"]}]
}`

// Explain signs in with the variables of the provider, and its JSON is a snapshot.
func TestExplain(t *testing.T) {
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
	for name, value := range map[string]string{
		"AUTH0_DOMAIN": tenant.URL, "AUTH0_AUDIENCE": tenant.Audience, "AUTH0_CLIENT_ID": tenant.ClientID, "AUTH0_CLIENT_SECRET": tenant.ClientSecret,
	} {
		t.Setenv(name, value)
	}
	for format, want := range map[string]string{
		"text":     "Northwind (tpc_northwind), strict\n  gets read of https://orders.example.com/ for its users: own grant (cgr_",
		"markdown": "| `Orders`<br>`https://orders.example.com/` | user | `read` | own grant |",
		"mermaid":  "flowchart LR",
	} {
		if code, out, complaints := invoke(t, nil, "", "explain", "--format", format); code != exitNone || !strings.Contains(out, want) {
			t.Errorf("%s: code %d %s, no %q in\n%s", format, code, complaints, want, out)
		}
	}
	if code, out, _ := invoke(t, nil, "", "explain", "--client-id", "tpc_northwind", "--audience", "https://orders.example.com/", "--include-none"); code != exitNone ||
		!strings.Contains(out, "gets no tokens of https://orders.example.com/ as itself: nothing is granted") {
		t.Errorf("code %d:\n%s", code, out)
	}
	_, before, _ := invoke(t, nil, "", "explain", "--format", "json")
	if !json.Valid([]byte(before)) {
		t.Fatal(before)
	}
	files := map[string]string{"before.json": "[]", "after.json": before}
	if code, out, _ := invoke(t, files, "", "diff", "./before.json", "./after.json", "--fail-on", "gains"); code != exitFound || !strings.Contains(out, `"Northwind" gains "read"`) {
		t.Errorf("code %d:\n%s", code, out)
	}
	if code, _, complaints := invoke(t, nil, "", "explain", "--client-id", "tpc_nobody"); code != exitError || !strings.Contains(complaints, "Third-party application not found") {
		t.Errorf("code %d: %s", code, complaints)
	}
	checks := []string{"explain", "--check", "--client-id", "tpc_northwind", "--audience", "https://orders.example.com/"}
	for want, args := range map[string][]string{
		"  unmet           connection: No connection is promoted": nil,
		"| `connection` | unmet | No connection is promoted":      {"--format", "markdown"},
		`"name": "grant",`:                                   {"--format", "json"},
		"The API does not define \"drop\".":                  {"--scope", "drop"},
		"For client_credentials the application has neither": {"--subject-type", "client"},
	} {
		if code, out, complaints := invoke(t, nil, "", append(checks, args...)...); code != exitFound || !strings.Contains(out, want) {
			t.Errorf("%q: code %d %s, no %q in\n%s", args, code, complaints, want, out)
		}
	}
	for want, args := range map[string][]string{
		"--scope needs --check": {"explain", "--scope", "read"}, "write user or client": append(checks, "--subject-type", "robot"),
		"one --audience": {"explain", "--check"}, "cannot be combined with --include-none": append(checks, "--include-none"),
	} {
		if code, _, complaints := invoke(t, nil, "", args...); code != exitError || !strings.Contains(complaints, want) {
			t.Errorf("%q: code %d %s, want %q", args, code, complaints, want)
		}
	}
	t.Setenv("AUTH0_CLIENT_SECRET", "wrong-secret-of-the-test")
	code, _, complaints := invoke(t, nil, "", "explain")
	if code != exitError || !strings.Contains(complaints, "Could not sign in to Auth0") || strings.Contains(complaints, "wrong-secret") {
		t.Errorf("code %d: %s", code, complaints)
	}
}
