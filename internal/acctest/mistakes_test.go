package acctest_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
)

const mistakesSeed = `{
	"resource_servers": [{"name": "Orders", "identifier": "https://orders.example.com/", "scopes": [{"value": "read:orders"}]}],
	"connections": [{"id": "con_customers0000001", "name": "customers", "strategy": "auth0"}],
	"clients": [
		{"name": "Partner", "client_id": "tpc_1111111111111111111111", "is_first_party": false, "third_party_security_mode": "strict", "app_type": "regular_web"}
	],
	"client_grants": [{"client_id": "tpc_1111111111111111111111", "audience": "https://orders.example.com/", "subject_type": "client", "scope": []}]
}`

// mistake is a configuration with a mistake that people make.
type mistake struct {
	typeName string
	config   map[string]any
	secret   string // of the provider, if it is the wrong one
}

func application(more map[string]any) mistake {
	config := map[string]any{"name": "New", "app_type": "regular_web", "callbacks": []any{"https://new.example.com/cb"}}
	for name, value := range more {
		config[name] = value
	}
	return mistake{typeName: "auth0access_third_party_application", config: config}
}

func grantOf(more map[string]any) mistake {
	config := map[string]any{"client_id": partnerID, "audience": ordersAPI, "subject_type": "user", "scopes": []any{"read:orders"}}
	for name, value := range more {
		config[name] = value
	}
	return mistake{typeName: "auth0access_client_grant", config: config}
}

func other(typeName string, config map[string]any) mistake {
	return mistake{typeName: typeName, config: config}
}

// mistakes are those of the table on the page of error messages, by their first column.
func mistakes() map[string]mistake {
	return map[string]mistake{
		"The slash at the end of an API's identifier is missing":        grantOf(map[string]any{"audience": "https://orders.example.com"}),
		"An API's identifier lacks a letter":                            grantOf(map[string]any{"audience": "https://order.example.com/"}),
		"No API has the identifier or a similar one":                    grantOf(map[string]any{"audience": "https://shipments.example.org/"}),
		"A scope is misspelt":                                           grantOf(map[string]any{"scopes": []any{"raed:orders"}}),
		"`scopes` and `all_scopes` are both given":                      grantOf(map[string]any{"all_scopes": true}),
		"An element of `scopes` is null":                                grantOf(map[string]any{"scopes": []any{nil}}),
		"The application of a grant does not exist":                     grantOf(map[string]any{"client_id": "tpc_2222222222222222222222"}),
		"The grant exists already":                                      grantOf(map[string]any{"subject_type": "client", "scopes": []any{}}),
		"The Management API is granted":                                 grantOf(map[string]any{"audience": ""}),
		"Default permissions name the API without the slash at its end": other("auth0access_api_default_permissions", map[string]any{"audience": "https://orders.example.com", "user_access": map[string]any{"scopes": []any{}}}),
		"A connection's name is given instead of its id":                other("auth0access_connection_domain_promotion", map[string]any{"connection_id": "customers"}),
		"A connection id has a wrong digit":                             other("auth0access_connection_domain_promotion", map[string]any{"connection_id": "con_customers0000002"}),
		"An organization does not exist":                                other("auth0access_organization_third_party_access", map[string]any{"organization_id": "org_gone000000000001", "access": "allow"}),
		"One string has two callbacks":                                  application(map[string]any{"callbacks": []any{"https://a.example/cb, https://b.example/cb"}}),
		"A callback ends with a blank":                                  application(map[string]any{"callbacks": []any{"https://a.example/cb "}}),
		"A callback of a strict application has a wildcard":             application(map[string]any{"callbacks": []any{"https://*.example.com/cb"}}),
		"A callback has `http://` on another machine":                   application(map[string]any{"callbacks": []any{"http://a.example/cb"}}),
		"An application that users log in with has no callbacks":        application(map[string]any{"callbacks": nil}),
		"A public application has the grant type `client_credentials`":  application(map[string]any{"app_type": "spa", "grant_types": []any{"client_credentials"}}),
		"A strict application has the grant type `password`":            application(map[string]any{"grant_types": []any{"password"}}),
		"The provider's client secret is wrong":                         {secret: "wrong"},
	}
}

var mistakeRow = regexp.MustCompile("^\\| ([^|]+) \\| (plan|plan, as a warning|apply) \\| `([^`]+)` \\|$")

// The table says for each mistake whether the plan or the apply finds it, and with which message. Each is made here.
func TestMistakes(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(troubleshooting)
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(page), "\n## What the plan finds, and what only the apply finds\n")
	section, _, _ = strings.Cut(section, "\n## ")
	if !found {
		t.Fatal("the page has no table of mistakes")
	}
	all, onPage := mistakes(), []string{}
	for line := range strings.Lines(section) {
		row := mistakeRow.FindStringSubmatch(strings.TrimSpace(line))
		if row == nil {
			continue
		}
		onPage = append(onPage, row[1])
		made, ok := all[row[1]]
		if !ok {
			t.Errorf("nobody makes the mistake %q", row[1])
			continue
		}
		t.Run(row[1], func(t *testing.T) {
			t.Parallel()
			made.expect(t, row[2], row[3])
		})
	}
	for name := range all {
		if !slices.Contains(onPage, name) {
			t.Errorf("the table lacks %q", name)
		}
	}
}

func (m mistake) expect(t *testing.T, finder, message string) {
	t.Helper()
	tenant := acctest.NewTenant(t, acctest.WithSeed(mistakesSeed))
	if audience, given := m.config["audience"]; given && audience == "" {
		m.config["audience"] = tenant.Audience
	}
	if m.secret != "" {
		errors := acctest.Configure(t, map[string]any{
			"domain": tenant.URL, "audience": tenant.Audience, "client_id": tenant.ClientID, "client_secret": m.secret,
		}, provider.WithHTTPClient(loopback.Client))
		if finder != "plan" || len(errors) != 1 || !strings.Contains(errors[0], message+"\n") {
			t.Errorf("the provider's errors are %q, want one in the plan: %s", errors, message)
		}
		return
	}
	warnings, errors := acctest.PlanConfig(t, tenant, m.typeName, m.config)
	says := func(texts []string) bool {
		return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, message+"\n") })
	}
	switch finder {
	case "plan":
		if len(errors) != 1 || !says(errors) {
			t.Errorf("the plan's errors are %q, want one: %s", errors, message)
		}
	case "plan, as a warning":
		if len(errors) > 0 || len(warnings) != 1 || !says(warnings) {
			t.Errorf("the plan says %q and %q, want one warning: %s", errors, warnings, message)
		}
	default:
		if len(errors) > 0 {
			t.Errorf("the plan's errors are %q, want none", errors)
		}
		if errors = acctest.NewLifecycle(t, tenant, m.typeName).Apply(m.config); len(errors) != 1 || !says(errors) {
			t.Errorf("the apply's errors are %q, want one: %s", errors, message)
		}
	}
}
