package review_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/boundary"
	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

// providers are the provider blocks of a plan, each with its access_boundary; nil if it has none.
func providers(boundaries map[string]any) m {
	blocks := m{}
	for key, bounds := range boundaries {
		expressions := m{"client_secret": m{"constant_value": "S3CR3T"}}
		if bounds != nil {
			expressions["access_boundary"] = bounds
		}
		blocks[key] = m{"name": "auth0access", "full_name": "registry.terraform.io/auth0access/auth0access", "expressions": expressions}
	}
	return m{"configuration": m{"provider_config": blocks, "root_module": m{}}}
}

func constant(mode string, scopes ...any) m {
	return m{"constant_value": m{"apis": m{orders: scopes}, "mode": mode}}
}

func boundaryOf(t *testing.T, file string) boundary.Boundary {
	t.Helper()
	bounds, err := review.ReadBoundary(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return bounds
}

// A boundary file limits the grants after a plan, and the access_boundary of provider blocks.
func TestBoundaryOfAFile(t *testing.T) {
	t.Parallel()
	const file = orders + ": [read, write]"
	const beyond = `beyond-boundary auth0access_client_grant.partner: "Northwind" can get "admin" of the API "https://orders.example.com/" for its users, by a grant of its own, which is beyond the boundary.`
	const unbounded = `boundary-too-wide provider.auth0access: `
	for name, test := range map[string]struct {
		file    string
		bounds  any
		granted []any
		want    []string
		note    string
	}{
		"within":          {file, constant("error", "read"), []any{"read"}, nil, ""},
		"beyond":          {file, constant("error", "read"), []any{"read", "admin"}, []string{beyond}, ""},
		"nothing allowed": {orders + ": []", constant("error"), []any{}, nil, ""},
		"all allowed":     {orders + `: ["*"]`, constant("error", "*"), []any{"admin"}, nil, ""},
		"no block says it": {
			file, nil, []any{"read"},
			[]string{unbounded + `"provider.auth0access" has no access_boundary, so it refuses no grant.`}, "",
		},
		"null": {
			file, m{"constant_value": nil}, []any{"read"},
			[]string{unbounded + `"provider.auth0access" has no access_boundary, so it refuses no grant.`}, "",
		},
		"a warning alone": {
			file, constant("warning", "read"), []any{"read"},
			[]string{unbounded + `"provider.auth0access" has an access_boundary that only warns: set mode to "error".`}, "",
		},
		"a wider one": {
			file, constant("error", "read", "admin"), []any{"read"},
			[]string{unbounded + `The access_boundary of "provider.auth0access" allows "admin" of the API "https://orders.example.com/", which is beyond the boundary.`}, "",
		},
		"all scopes": {
			file, constant("error", "*"), []any{"read"},
			[]string{unbounded + `The access_boundary of "provider.auth0access" allows all scopes of the API "https://orders.example.com/", which is beyond the boundary.`}, "",
		},
		"another API": {
			files + ": [read]", constant("error"), []any{},
			[]string{
				`beyond-boundary auth0access_client_grant.partner: "Northwind" can get access without any scope to the API "https://orders.example.com/" for its users, by a grant of its own, which is beyond the boundary.`,
				unbounded + `The access_boundary of "provider.auth0access" allows access without any scope to the API "https://orders.example.com/", which is beyond the boundary.`,
			}, "",
		},
		"worked out": {
			file, m{"references": []any{"var.boundary"}}, []any{"read"}, nil,
			"The plan does not show access_boundary of provider.auth0access, because it is not a constant.",
		},
	} {
		report := planOf(t, providers(map[string]any{"auth0access": test.bounds}), partnerStays,
			unchanged(own, grant("tpc_northwind", orders, test.granted))).Review(review.Options{Boundary: boundaryOf(t, test.file)})
		if diff := cmp.Diff(test.want, answers(report)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if got := strings.Join(report.Notes, ""); got != test.note {
			t.Errorf("%s: notes %q, want %q", name, got, test.note)
		}
	}
}

// Each provider block is checked separately. Tenants that only other providers manage are not checked.
func TestBoundaryOfEachBlock(t *testing.T) {
	t.Parallel()
	of := func(name, key string) m {
		return m{"mode": "managed", "type": "auth0access_client_grant", "name": name, "provider_config_key": key}
	}
	members := providers(map[string]any{
		"auth0access": constant("error", "read"), "auth0access.two": nil, "module.a:auth0access.three": constant("warning"), "auth0access.unused": nil,
	})
	configuration, _ := members["configuration"].(m)
	blocks, _ := configuration["provider_config"].(m)
	for _, other := range []string{"aws", "azurerm", "google", "null", "random", "tls"} { // which are the default blocks of theirs
		blocks[other] = m{"name": other, "full_name": "registry.terraform.io/hashicorp/" + other, "expressions": m{}}
	}
	configuration["root_module"] = m{"resources": []any{
		of("one", "auth0access"), of("two", "auth0access.two"), of("three", "module.a:auth0access.three"),
		m{"mode": "managed", "type": "auth0_client_grant", "name": "four", "provider_config_key": "auth0.four"},
	}}
	report := planOf(t, members,
		unchanged("auth0access_client_grant.one", grant("a", orders, []any{"read"})),
		unchanged("auth0access_client_grant.two", grant("b", orders, []any{"read"})),
		unchanged("auth0access_client_grant.three", grant("c", orders, []any{"read"})),
		unchanged("auth0_client_grant.four", grant("d", orders, []any{"read"})),
	).Review(review.Options{Boundary: boundaryOf(t, orders+": [read]")})
	want := []string{
		`boundary-too-wide provider.auth0access.module.a.three: "provider.auth0access.module.a.three" has an access_boundary that only warns: set mode to "error".`,
		`boundary-too-wide provider.auth0access.two: "provider.auth0access.two" has no access_boundary, so it refuses no grant.`,
	}
	if diff := cmp.Diff(want, answers(report)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// A boundary is about what is granted: default permissions too, and not what an access policy allows.
func TestBoundaryOfWhatIsGranted(t *testing.T) {
	t.Parallel()
	report := planOf(t, nil,
		unchanged(app, partner("Warehouse", "security_mode", "permissive")),
		unchanged("auth0access_api_access_policy.files", m{"audience": files, "user_access": "allow_all"}),
		unchanged(byAll, defaults("read", "admin")),
	).Review(review.Options{Boundary: boundaryOf(t, orders+": [read]")})
	want := []string{
		`beyond-boundary auth0access_api_default_permissions.orders: Every third-party application without a grant of its own can get "admin" of the API "https://orders.example.com/" for its users, by the default permissions, which is beyond the boundary.`,
		`boundary-too-wide provider.auth0access: "provider.auth0access" has no access_boundary, so it refuses no grant.`,
	}
	if diff := cmp.Diff(want, answers(report)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// A boundary that only warns lets a gain through; the review reports it even without a boundary file.
func TestBoundaryThatOnlyWarns(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		bounds        any
		before, after []any
		want          []string
	}{
		"a gain beyond": {
			constant("warning", "read"), []any{"read"}, []any{"read", "write"},
			[]string{`beyond-boundary auth0access_client_grant.partner: Beyond access_boundary, which only warns: "Northwind" gains "write" of the API "https://orders.example.com/" for its users, by a grant of its own.`},
		},
		"a gain within":        {constant("warning", "read", "write"), []any{"read"}, []any{"read", "write"}, nil},
		"a loss beyond":        {constant("warning", "read"), []any{"read", "write", "admin"}, []any{"read", "write"}, nil},
		"a boundary that ends": {constant("error", "read"), []any{"read"}, []any{"read", "write"}, nil},
		"none":                 {nil, []any{"read"}, []any{"read", "write"}, nil},
	} {
		report := planOf(t, providers(map[string]any{"auth0access": test.bounds}), partnerStays, resourceChange{
			address: own, before: grant("tpc_northwind", orders, test.before), after: grant("tpc_northwind", orders, test.after),
		}).Review(review.Options{})
		if diff := cmp.Diff(test.want, answers(report)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestReadBoundary(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		`" ": [read]`:               "is blank",
		`"*": [read]`:               "is no API",
		orders + `: ["a b"]`:        "more than one scope",
		orders + `: ["*", "a"]`:     "stands for all scopes",
		"[read]":                    "neither YAML nor JSON",
		"apis: {" + orders + ": 1}": "neither YAML nor JSON",
	} {
		if _, err := review.ReadBoundary(strings.NewReader(file)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", file, err, want)
		}
	}
}
