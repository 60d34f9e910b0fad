package acctest_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
)

// handMade has the number of objects of each kind that Terraform finds in the hand-made tenant.
var handMade = map[string]int{
	"auth0access_third_party_application":                12,
	"auth0access_third_party_applications_exclusive":     1,
	"auth0access_cimd_application":                       1,
	"auth0access_client_grant":                           5,
	"auth0access_client_grants_exclusive":                13,
	"auth0access_api_default_permissions":                3,
	"auth0access_default_permissions_exclusive":          1,
	"auth0access_connection_domain_promotion":            3,
	"auth0access_connection_domain_promotions_exclusive": 1,
	"auth0access_redirect_protection":                    8,
	"auth0access_redirect_protections_exclusive":         1,
	"auth0access_dynamic_client_registration":            1,
	"auth0access_organization_third_party_access":        3,
	"auth0access_rate_limit_policy":                      5,
	"auth0access_organization_client_grant":              3,
	"auth0access_organization_application":               2,
	"auth0access_api_access_policy":                      3,
	"auth0access_authorization_server":                   1,
}

// Every resource can be imported by identity and thus listed.
func TestEveryResourceIsListed(t *testing.T) {
	t.Parallel()
	server := providerserver.NewProtocol6(provider.New("test")())()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	identities, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for name := range schemas.ResourceSchemas {
		if schemas.ListResourceSchemas[name] == nil || identities.IdentitySchemas[name] == nil {
			t.Errorf("%s has no list resource or no identity", name)
		}
		if handMade[name] == 0 {
			t.Errorf("the hand-made tenant has no %s", name)
		}
	}
}

// A list shows the objects of the hand-made tenant as an import reads them. The configuration that Terraform generates
// from it is valid and changes nothing.
func TestAdoptHandMadeTenant(t *testing.T) {
	t.Parallel()
	tenant := acctest.HandMade(t)
	var listed []acctest.Listed
	for name, want := range handMade {
		found, errors := acctest.List(t, tenant, name, nil, acctest.IncludeResource())
		if len(found) != want || len(errors) > 0 {
			t.Errorf("%s: %d found with errors %q, want %d", name, len(found), errors, want)
		}
		listed = append(listed, found...)
	}
	for _, problem := range adopt(t, tenant, listed) {
		t.Error(problem)
	}
}

// adopt imports what was listed with the configuration that Terraform generates for it, and returns what is wrong.
func adopt(t *testing.T, tenant *acctest.Tenant, listed []acctest.Listed) (problems []string) {
	t.Helper()
	tenant.ResetRequests()
	for i, adopted := range acctest.Adopt(t, tenant, listed) {
		what := fmt.Sprintf("%s %v", listed[i].TypeName, listed[i].Identity)
		if diff := cmp.Diff(listed[i].Resource, adopted.Imported, unordered); diff != "" {
			problems = append(problems, what+": an import reads something else than was listed (-listed +imported):\n"+diff)
		}
		if diff := cmp.Diff(adopted.Imported, adopted.Planned, unordered); diff != "" || len(adopted.Errors) > 0 || len(adopted.RequiresReplace) > 0 {
			problems = append(problems, fmt.Sprintf("%s: the plan is not empty, with errors %q (-imported +planned):\n%s", what, adopted.Errors, diff))
		}
	}
	for _, change := range tenant.Mutations() {
		problems = append(problems, "a call that changes something was made: "+change)
	}
	return problems
}

// unordered compares sets, whose elements have no order.
var unordered = cmp.Transformer("sorted", func(items []any) []string {
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = fmt.Sprint(item)
	}
	slices.Sort(texts)
	return texts
})

// A listing is read page by page, no further than the limit, and its failure is reported after what was found before.
func TestListPages(t *testing.T) {
	t.Parallel()
	const kind = "auth0access_third_party_application"
	clients := make([]string, 101)
	for i := range clients {
		clients[i] = fmt.Sprintf(`{"client_id": "tpc_%03d", "name": "Claude", "is_first_party": false, "third_party_security_mode": "strict"}`, i)
	}
	tenant := acctest.NewTenant(t, acctest.WithSeed(`{"clients": [`+strings.Join(clients, ",")+`]}`))
	for limit, pages := range map[int64]int{100: 1, 1000: 2} {
		tenant.ResetRequests()
		found, errors := acctest.List(t, tenant, kind, nil, acctest.Limit(limit))
		if want := min(limit, 101); int64(len(found)) != want || len(errors) > 0 {
			t.Errorf("limit %d: %d found with errors %q, want %d", limit, len(found), errors, want)
		}
		if got := len(tenant.Requests()); got != pages {
			t.Errorf("limit %d: %d calls, want %d", limit, got, pages)
		}
	}
	if err := tenant.Emulator.AddFault(emulator.Fault{Method: http.MethodGet, Path: "/api/v2/clients", Nth: 2, Kind: emulator.FaultStatus, Status: http.StatusForbidden}); err != nil {
		t.Fatal(err)
	}
	found, errors := acctest.List(t, tenant, kind, nil, acctest.Limit(1000))
	if len(found) != 100 || len(errors) != 1 || !strings.Contains(errors[0], "Could not list the applications") {
		t.Errorf("%d found with errors %q, want a page and one error", len(found), errors)
	}
}

// No list needs more calls than one listing of each collection, except for what the API lists for one object at a time:
// keys of an application, organizations of a grant, applications of an organization.
func TestCallsOfLists(t *testing.T) {
	t.Parallel()
	tenant := acctest.HandMade(t)
	const applications, grants, organizations = "/api/v2/clients", "/api/v2/client-grants", "/api/v2/organizations"
	byGrant := append([]string{applications, grants}, slices.Repeat([]string{"organizations of one"}, 5)...)
	byOrganization := append([]string{applications, organizations}, slices.Repeat([]string{"applications of one"}, 3)...)
	for name, test := range map[string]struct{ bare, whole []string }{
		"auth0access_third_party_application":                {[]string{applications}, []string{applications, "keys", "keys"}},
		"auth0access_third_party_applications_exclusive":     {nil, []string{applications}},
		"auth0access_client_grant":                           {[]string{applications, grants}, []string{applications, grants}},
		"auth0access_client_grants_exclusive":                {[]string{applications}, []string{grants, applications}},
		"auth0access_api_default_permissions":                {[]string{grants}, []string{grants}},
		"auth0access_default_permissions_exclusive":          {nil, []string{grants}},
		"auth0access_connection_domain_promotion":            {[]string{"/api/v2/connections"}, []string{"/api/v2/connections"}},
		"auth0access_connection_domain_promotions_exclusive": {nil, []string{"/api/v2/connections"}},
		"auth0access_redirect_protection":                    {[]string{applications}, []string{applications}},
		"auth0access_redirect_protections_exclusive":         {nil, []string{applications}},
		"auth0access_dynamic_client_registration":            {nil, []string{"/api/v2/tenants/settings"}},
		"auth0access_rate_limit_policy":                      {[]string{"/api/v2/rate-limit-policies", applications}, []string{"/api/v2/rate-limit-policies", applications}},
		"auth0access_organization_third_party_access":        {[]string{"/api/v2/organizations"}, []string{"/api/v2/organizations"}},
		"auth0access_organization_client_grant":              {byGrant, byGrant},
		"auth0access_organization_application":               {byOrganization, byOrganization},
		"auth0access_authorization_server":                   {nil, []string{"/api/v2/tenants/settings"}},
		"auth0access_api_access_policy":                      {[]string{"/api/v2/resource-servers"}, []string{"/api/v2/resource-servers"}},
	} {
		for _, calls := range []struct {
			want    []string
			options []acctest.ListOption
		}{{test.bare, nil}, {test.whole, []acctest.ListOption{acctest.IncludeResource()}}} {
			tenant.ResetRequests()
			if _, errors := acctest.List(t, tenant, name, nil, calls.options...); len(errors) > 0 {
				t.Errorf("%s: %q", name, errors)
			}
			var got []string
			for _, request := range tenant.Requests() {
				path, _, _ := strings.Cut(request.Path, "?")
				switch {
				case strings.HasSuffix(path, "/credentials"):
					path = "keys"
				case strings.HasPrefix(path, grants+"/"):
					path = "organizations of one"
				case strings.HasPrefix(path, organizations+"/"):
					path = "applications of one"
				}
				got = append(got, path)
			}
			if !slices.Equal(got, calls.want) {
				t.Errorf("%s: calls %q, want %q", name, got, calls.want)
			}
		}
	}
}
