package review_test

import (
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

func refers(references ...any) m { return m{"references": references} }

func grantResource(expressions m, more ...any) m {
	return with(m{"mode": "managed", "type": "auth0access_client_grant", "name": "this", "expressions": expressions}, more...)
}

// TestReferences links grants to applications that the same plan makes.
func TestReferences(t *testing.T) {
	t.Parallel()
	const partners = "auth0access_third_party_application.partner"
	toEach := []any{partners, "each.key"}
	module := func(resource m, more ...any) m {
		return with(m{"resources": []any{resource}}, more...)
	}
	app := func(address, name string) resourceChange {
		return resourceChange{address: address, after: with(partner(name), "client_id", nil), unknown: m{"client_id": true}}
	}
	both := []resourceChange{app(partners+`["a.b"]`, "Northwind"), app(partners+`["c"]`, "Contoso")}
	for name, test := range map[string]struct {
		root    m
		apps    []resourceChange
		address string
		want    string // the name; empty if it is not known
	}{
		"its own key": {module(grantResource(m{"client_id": refers(toEach...)})), both, `auth0access_client_grant.this["a.b"]`, "Northwind"},
		"a key that is written": {
			module(grantResource(m{"client_id": refers(partners+`["c"].client_id`, partners+`["c"]`, partners)})), both, "auth0access_client_grant.this", "Contoso",
		},
		"for each of the applications": {
			module(grantResource(m{"client_id": refers("each.value.client_id", "each.value")}, "for_each_expression", refers(partners))), both,
			`auth0access_client_grant.this["c"]`, "Contoso",
		},
		"one of several": {module(grantResource(m{"client_id": refers(partners)})), both, "auth0access_client_grant.this", ""},
		"a local":        {module(grantResource(m{"client_id": refers("local.id")})), both, "auth0access_client_grant.this", ""},
		"a variable of a module": {
			m{"module_calls": m{"grant": m{"expressions": m{"id": refers(toEach...)}, "module": module(grantResource(m{"client_id": refers("var.id")}))}}},
			both, `module.grant["a.b"].auth0access_client_grant.this`, "Northwind",
		},
		"an output of a module": {
			module(grantResource(m{"client_id": refers("module.app.id", "module.app")}), "module_calls", m{"app": m{"module": m{
				"outputs": m{"id": m{"expression": refers(partners+".client_id", partners)}, "other": m{"expression": refers("local.x")}},
			}}}),
			[]resourceChange{app("module.app."+partners, "Northwind"), app(partners, "Contoso")}, "auth0access_client_grant.this", "Northwind",
		},
		"an output of the instance of a module": {
			module(grantResource(m{"client_id": refers("module.app", "each.key")}), "module_calls", m{"app": m{"module": m{
				"outputs": m{"id": m{"expression": refers(partners+".client_id", partners)}},
			}}}),
			[]resourceChange{app(`module.app["x"].`+partners, "Northwind"), app(`module.app["y"].`+partners, "Contoso")}, `auth0access_client_grant.this["y"]`, "Contoso",
		},
		"one of the outputs of a module": {
			module(grantResource(m{"client_id": refers("module.app.id", "module.app")}), "module_calls", m{"app": m{"module": m{
				"outputs": m{"id": m{"expression": refers(partners + ".client_id")}, "other": m{"expression": refers(partners + "2.client_id")}},
			}}}),
			[]resourceChange{app("module.app."+partners+"2", "Contoso"), app("module.app."+partners, "Northwind")}, "auth0access_client_grant.this", "Northwind",
		},
		"one whose name another's begins with": {
			module(grantResource(m{"client_id": refers(partners, partners+"2")})),
			[]resourceChange{app(partners, "Northwind"), app(partners+"2", "Contoso")}, "auth0access_client_grant.this", "",
		},
		"a key with brackets and quotes": {
			module(grantResource(m{"client_id": refers(toEach...)})),
			[]resourceChange{app(partners+`["]\"].x"]`, "Northwind"), app(partners+`["c"]`, "Contoso")}, `auth0access_client_grant.this["]\"].x"]`, "Northwind",
		},
		"a circle": {
			m{"module_calls": m{"a": m{"expressions": m{"id": refers("module.a.id", "module.a.id")}, "module": module(
				grantResource(m{"client_id": refers("var.id", "var.id")}), "outputs", m{"id": m{"expression": refers("var.id", "var.id")}},
			)}}},
			both, "module.a.auth0access_client_grant.this", "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			granted := resourceChange{address: test.address, after: with(grant("", orders, []any{"a"}), "client_id", nil), unknown: m{"client_id": true}}
			plan := planOf(t, m{"configuration": m{"root_module": test.root}}, append(test.apps, granted)...)
			want := `access-gained: "` + test.want + `" gains`
			if test.want == "" {
				want = "access-gained: An application that is known only after apply gains"
			}
			if got := strings.Join(lines(plan.Review(review.Options{})), "\n"); !strings.Contains(got, want) {
				t.Errorf("no %s in\n%s", want, got)
			}
		})
	}
}
