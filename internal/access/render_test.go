package access_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

var update = flag.Bool("update", false, "write what is rendered to testdata")

// bothFlows let an application ask for tokens for users and for itself.
var bothFlows = []string{"authorization_code", "client_credentials"}

// partners is a typical tenant: a few partners with grants of their own, agents with default permissions, an old
// permissive application, an API that denies, a grant whose API is gone, and applications that cannot use their grants.
func partners() access.Tenant {
	scopes := func(values ...string) (scopes []auth0.APIScope) {
		for _, value := range values {
			scopes = append(scopes, auth0.APIScope{Value: value})
		}
		return scopes
	}
	policies := func(user, client string) auth0.SubjectTypeAuthorization {
		return auth0.SubjectTypeAuthorization{User: auth0.AccessPolicy{Policy: user}, Client: auth0.AccessPolicy{Policy: client}}
	}
	const ordersAPI, filesAPI, billingAPI, oldAPI = "https://api.example.com/", "https://files.example.com/", "https://billing.example.com/", "https://old.example.com/"
	tenant := access.Tenant{
		Applications: []auth0.Application{
			{Name: "Northwind order desk", ClientID: "tpc_northwind", ThirdPartySecurityMode: "strict"},
			{Name: "Contoso sync", ClientID: "tpc_contoso", ThirdPartySecurityMode: "strict"},
			{Name: "Warehouse screens", ClientID: "k2vX9sT4uW8yZ1aB5cD6eF0gHrQ3lm7f", ThirdPartySecurityMode: "permissive"},
			{Name: `|**bold**| @admin <img src=x> "#1"; %%{init}%% end`, ClientID: "tpc_nasty1", ThirdPartySecurityMode: "strict"},
			{Name: "1. `tick` [link](https://evil.example)", ClientID: "tpc_nasty2", ThirdPartySecurityMode: "strict"},
		},
		APIs: []auth0.API{
			{Name: "Orders", Identifier: ordersAPI, Scopes: scopes("read:orders", "write:orders", "read:customers"), SubjectTypeAuthorization: policies("require_client_grant", "require_client_grant")},
			{Name: "Files", Identifier: filesAPI, Scopes: scopes("read:files", "write:files", "delete:files", "share:files", "list:files", "lock:files"), SubjectTypeAuthorization: policies("allow_all", "require_client_grant")},
			{Identifier: billingAPI, SubjectTypeAuthorization: policies("deny_all", "deny_all")},
			{Name: "Management API", Identifier: "https://example.eu.auth0.com/api/v2/", IsSystem: true},
		},
		Grants: []auth0.ClientGrant{
			{ID: "cgr_1", DefaultFor: "third_party_clients", Audience: ordersAPI, SubjectType: "user", Scope: []string{"read:orders"}},
			{ID: "cgr_2", ClientID: "tpc_northwind", Audience: ordersAPI, SubjectType: "user", AllowAllScopes: true},
			{ID: "cgr_3", ClientID: "tpc_northwind", Audience: ordersAPI, SubjectType: "client", Scope: []string{"read:orders", "write:orders", "cancel:orders"}},
			{ID: "cgr_4", ClientID: "tpc_contoso", Audience: ordersAPI, SubjectType: "user", Scope: []string{}},
			{ID: "cgr_5", ClientID: "tpc_contoso", Audience: filesAPI, SubjectType: "client", Scope: []string{"read:files", "list:files", "lock:files", "write:files", "share:files"}},
			{ID: "cgr_6", ClientID: "tpc_contoso", Audience: billingAPI, SubjectType: "client", AllowAllScopes: true},
			{ID: "cgr_8", ClientID: "tpc_nasty1", Audience: filesAPI, SubjectType: "user", Scope: []string{"read:files"}},
			{ID: "cgr_9", ClientID: "tpc_nasty2", Audience: filesAPI, SubjectType: "user", Scope: []string{"read:files"}},
			{ID: "cgr_10", ClientID: "tpc_public", Audience: filesAPI, SubjectType: "client", Scope: []string{"read:files"}},
			{ID: "cgr_11", ClientID: "tpc_franchise", Audience: filesAPI, SubjectType: "user", Scope: []string{"read:files"}},
			{ID: "cgr_12", ClientID: "tpc_franchise", Audience: ordersAPI, SubjectType: "client", AllowAllScopes: true, OrganizationUsage: "require"},
			{ID: "cgr_7", ClientID: "tpc_northwind", Audience: oldAPI, SubjectType: "client", Scope: []string{"read"}},
		},
	}
	for i := range tenant.Applications {
		tenant.Applications[i].GrantTypes = bothFlows
	}
	tenant.Applications = append(tenant.Applications,
		auth0.Application{Name: "Public", ClientID: "tpc_public", GrantTypes: bothFlows, TokenEndpointAuthMethod: "none"},
		auth0.Application{Name: "Silent", ClientID: "tpc_silent", GrantTypes: []string{"refresh_token"}},
		auth0.Application{Name: "Franchise", ClientID: "tpc_franchise", GrantTypes: bothFlows, OrganizationUsage: "require"},
	)
	tenant.Organizations = organizations{"cgr_12": access.Unknown}
	for i := range 40 {
		tenant.Applications = append(tenant.Applications, auth0.Application{
			Name: fmt.Sprintf("Agent %02d", i), ClientID: fmt.Sprintf("tpc_agent%02d", i), ThirdPartySecurityMode: "strict",
			GrantTypes: []string{"authorization_code"},
		})
	}
	return tenant
}

func TestRenderings(t *testing.T) {
	t.Parallel()
	entries := slices.Collect(partners().Effective())
	for file, got := range map[string]string{
		"partners.md":  access.Markdown(entries),
		"partners.mmd": access.Mermaid(entries),
		"six.mmd":      access.Mermaid(slices.Collect(market(2, 0, 3, 1).Effective())),
		"thirty.mmd":   access.Mermaid(slices.Collect(market(10, 8, 10, 2).Effective())),
		"nothing.md":   access.Markdown(nil),
		"nothing.mmd":  access.Mermaid(nil),
	} {
		path := filepath.Join("testdata", file)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got); go test -update writes it anew:\n%s", file, diff)
		}
	}
}

// market is a tenant with partners whose grants differ, franchise shops with equal grants, agents with default
// permissions, and permissive applications.
func market(partners, alike, agents, permissive int) access.Tenant {
	apis := []string{"Orders", "Catalog", "Billing and invoices", "Shipping"}
	var tenant access.Tenant
	identifier := func(api int) string {
		return fmt.Sprintf("https://%s.example.com/", strings.ToLower(strings.Fields(apis[api])[0]))
	}
	scopesOf := func(api, count int) (scopes []string) {
		for _, verb := range []string{"read", "create", "update", "cancel"}[:count] {
			scopes = append(scopes, verb+":"+strings.ToLower(strings.Fields(apis[api])[0]))
		}
		return scopes
	}
	for i, api := range apis {
		one := auth0.API{Name: api, Identifier: identifier(i)}
		for _, scope := range scopesOf(i, 4) {
			one.Scopes = append(one.Scopes, auth0.APIScope{Value: scope})
		}
		one.SubjectTypeAuthorization.User.Policy = "require_client_grant"
		one.SubjectTypeAuthorization.Client.Policy = "require_client_grant"
		if i == 1 {
			one.SubjectTypeAuthorization.User.Policy = "allow_all"
		}
		tenant.APIs = append(tenant.APIs, one)
	}
	add := func(name, mode string, grants ...auth0.ClientGrant) {
		id := fmt.Sprintf("tpc_%015d", len(tenant.Applications)+1)
		tenant.Applications = append(tenant.Applications, auth0.Application{Name: name, ClientID: id, ThirdPartySecurityMode: mode, GrantTypes: bothFlows})
		for _, grant := range grants {
			grant.ClientID = id
			tenant.Grants = append(tenant.Grants, grant)
		}
	}
	grantOf := func(api, count int, subjectType string) auth0.ClientGrant {
		return auth0.ClientGrant{ID: "cgr", Audience: identifier(api), SubjectType: subjectType, Scope: scopesOf(api, count)}
	}
	for i := range partners {
		add(fmt.Sprintf("Partner %c order desk", 'A'+i), "strict", grantOf(i%4, 1+i%3, "user"), grantOf((i+1)%4, 1+i%4, "client"))
	}
	for i := range alike {
		add(fmt.Sprintf("Franchise shop %d", i+1), "strict", grantOf(0, 2, "user"))
	}
	for i := range agents {
		add(fmt.Sprintf("Shopping agent %d", i+1), "strict")
	}
	for i := range permissive {
		add(fmt.Sprintf("Warehouse screens %d", i+1), "permissive", grantOf(3, 2, "client"))
	}
	tenant.Grants = append(tenant.Grants, auth0.ClientGrant{ID: "cgr_all", DefaultFor: "third_party_clients", Audience: identifier(0), SubjectType: "user", Scope: scopesOf(0, 1)})
	return tenant
}

// Applications with grants of their own are named, even if many have equal grants.
func TestMermaidNamesOwnGrants(t *testing.T) {
	t.Parallel()
	graph := access.Mermaid(slices.Collect(market(10, 8, 10, 2).Effective()))
	for i := range 8 {
		if name := fmt.Sprintf("Franchise shop %d<br>", i+1); !strings.Contains(graph, name) {
			t.Errorf("%s is not named", name)
		}
	}
	for _, want := range []string{"<br>and 7 more\"):::strict", "Warehouse screens 2<br>", "permissive", `  legend["green#44; solid line#58; a grant of its own<br>`} {
		if !strings.Contains(graph, want) {
			t.Errorf("no %q in\n%s", want, graph)
		}
	}
}

// manyPartners is a tenant whose applications all have different grants.
func manyPartners(applications, apis int) access.Tenant {
	var tenant access.Tenant
	for i := range apis {
		tenant.APIs = append(tenant.APIs, auth0.API{Identifier: fmt.Sprintf("https://api%02d.example.com/", i)})
	}
	for i := range applications {
		id := fmt.Sprintf("tpc_%04d", i)
		tenant.Applications = append(tenant.Applications, auth0.Application{Name: fmt.Sprintf("Partner %04d", i), ClientID: id, ThirdPartySecurityMode: "strict", GrantTypes: bothFlows})
		for j := range 1 + i%3 {
			audience := fmt.Sprintf("https://api%02d.example.com/", (i/apis+j*7+i)%apis)
			tenant.Grants = append(tenant.Grants, auth0.ClientGrant{
				ID: fmt.Sprintf("cgr_%d_%d", i, j), ClientID: id, Audience: audience, SubjectType: "user", Scope: []string{fmt.Sprint("scope", i)},
			})
		}
	}
	for i := range tenant.APIs {
		for j := range applications {
			tenant.APIs[i].Scopes = append(tenant.APIs[i].Scopes, auth0.APIScope{Value: fmt.Sprint("scope", j)})
		}
	}
	return tenant
}

// No graph exceeds what a renderer takes, and every application is drawn or counted.
func TestMermaidOfThousands(t *testing.T) {
	t.Parallel()
	graph := access.Mermaid(slices.Collect(manyPartners(3000, 40).Effective()))
	if edges := strings.Count(graph, "-->"); edges > 500 || len(graph) > 50_000 {
		t.Errorf("the graph has %d edges and %d characters", edges, len(graph))
	}
	var left int
	for line := range strings.Lines(graph) {
		if text := strings.TrimSpace(line); strings.HasPrefix(text, "rest") {
			if _, err := fmt.Sscanf(text, `rest("%d more applications")`, &left); err != nil {
				t.Fatal(err)
			}
		}
	}
	if drawn := strings.Count(graph, "Partner"); drawn+left != 3000 {
		t.Errorf("%d applications are drawn and %d counted, of 3000", drawn, left)
	}
}

// An application that can reach more than fits does not crowd out the others.
func TestMermaidOfOneTooMany(t *testing.T) {
	t.Parallel()
	everything := manyPartners(1, 1000)
	for i := range everything.APIs {
		everything.Grants = append(everything.Grants, auth0.ClientGrant{ClientID: "tpc_0000", Audience: everything.APIs[i].Identifier, SubjectType: "client"})
	}
	everything.Applications = append(everything.Applications, auth0.Application{Name: "Modest", ClientID: "tpc_modest", GrantTypes: bothFlows})
	everything.Grants = append(everything.Grants, auth0.ClientGrant{ClientID: "tpc_modest", Audience: everything.APIs[0].Identifier, SubjectType: "user"})
	graph := access.Mermaid(slices.Collect(everything.Effective()))
	if !strings.Contains(graph, "Modest") || !strings.Contains(graph, `rest("1 more application")`) || strings.Contains(graph, "Partner 0000") {
		t.Errorf("the graph is\n%s", graph)
	}
}

var (
	cellBoundary = regexp.MustCompile(`(?:^|[^\\])(?:\\\\)*\|`)
	quotedLabel  = regexp.MustCompile(`"[^"]*"`)
	safeLabel    = regexp.MustCompile(`^"(?:[\pL\pN\p{Zs}…,]|#\d+;|<br>)*"$`)
)

// No name of an application breaks the columns of the table or the labels of the graph.
func TestRenderingsOfAnyName(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.StringMatching("[|`\\\\\"#;<>*_\\[\\]@ a\n]{1,12}"), rapid.String()).Draw(t, "name")
		one := tenant("strict", "", "", own("user", "read"))
		one.Applications[0].Name = name
		entries := slices.Collect(one.Effective())
		table := access.Markdown(entries)
		lines := strings.Split(strings.TrimSuffix(table, "\n"), "\n")
		if len(lines) != 3 {
			t.Fatalf("%d lines:\n%s", len(lines), table)
		}
		if cells := len(cellBoundary.FindAllString(lines[2], -1)); cells != 6 {
			t.Fatalf("%d cell boundaries in %s", cells, lines[2])
		}
		for _, label := range quotedLabel.FindAllString(access.Mermaid(entries), -1) {
			if !safeLabel.MatchString(label) {
				t.Fatalf("label is %s", label)
			}
		}
	})
}
