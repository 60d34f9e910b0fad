package page_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// parse reads a page and fails if it is malformed.
func parse(tb testing.TB, page string) *html.Node {
	tb.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		tb.Fatal(err)
	}
	return root
}

// elements returns the elements with the given name, "" for all, in their order.
func elements(root *html.Node, name string) []*html.Node {
	var out []*html.Node
	for node := range root.Descendants() {
		if node.Type == html.ElementNode && (name == "" || node.Data == name) {
			out = append(out, node)
		}
	}
	return out
}

func attribute(node *html.Node, name string) string {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func byID(tb testing.TB, root *html.Node, id string) *html.Node {
	tb.Helper()
	for _, element := range elements(root, "") {
		if attribute(element, "id") == id {
			return element
		}
	}
	tb.Fatalf("nothing has the id %s", id)
	return nil
}

// words returns the text of an element with single spaces.
func words(root *html.Node) string {
	var out strings.Builder
	for node := range root.Descendants() {
		if node.Type == html.TextNode {
			if node.PrevSibling == nil || node.PrevSibling.Data != "wbr" { // within a word
				out.WriteString(" ")
			}
			out.WriteString(node.Data)
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// rows returns the rows of the tables in an element, with bars between cells and without headings.
func rows(root *html.Node) []string {
	var out []string
	for _, row := range elements(root, "tr") {
		if row.Parent.Data == "thead" {
			continue
		}
		var cells []string
		for cell := range row.ChildNodes() {
			if cell.Type == html.ElementNode {
				cells = append(cells, words(cell))
			}
		}
		out = append(out, strings.Join(cells, " | "))
	}
	return out
}

func TestContent(t *testing.T) {
	t.Parallel()
	s := newSite(t, richTenant(t))
	raw, response := s.get("/")
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Fatalf("%d %s", response.StatusCode, response.Header.Get("Content-Type"))
	}
	page := parse(t, raw)
	for id, want := range map[string][]string{
		"application-list": {
			`Research agent Strict tpc_1mZc6TqYx4LsVw9KbJd7Np https://research.agent.example/client.json | regular_web | CIMD | Protected | none`,
			`Inbox assistant Strict tpc_5yLp0HgRw3XkQb8VmSn2Dt | native | DCR , by itself | Protected | none`,
			`Sales dashboards Strict tpc_9dKs2XvBq7WmJh4NcTz1Re | regular_web | Management API | Open | private_key_jwt`,
			`Old loyalty portal Permissive H2kYtR8vNcQ4pXzW6bLm0SdFj3GqUe7A | regular_web | Management API | no protection | client_secret_basic`,
			`Parcel couriers Strict tpc_3fVn8QwKz5RbXt1YpLm6Hs | non_interactive | Management API | Protected | client_secret_post`,
			`Acme & "friends" Strict tpc_8wXs4BnHq2RzYk6VpMc0Ft | spa | DCR , by itself | Protected | none`,
		},
		"access-tpc_9dKs2XvBq7WmJh4NcTz1Re": {
			`Sales dashboards Strict tpc_9dKs2XvBq7WmJh4NcTz1Re`,
			`Analytics API https://analytics.example.com/ | for users | All scopes read:visits read:sales read:funnels read:cohorts read:segments read:campaigns read:experiments read:forecasts 3 more write:segments write:campaigns write:experiments | Own grant cgr_5cJmV0SgLy4PxQr6`,
			`Catalog API https://catalog.example.com/ | for users | All scopes read:products read:stock write:products | Default permissions`,
			`Catalog API https://catalog.example.com/ | as itself | Nothing | Application lacks the grant type cgr_2vYsM6QtBf0LpNe9`,
			`Orders API https://orders.example.com/ | for users | No scopes | Own grant cgr_1hNtF8BwKz7VcXe2`,
			`Payroll API https://payroll.example.com/ | as itself | Nothing | API policy denies all cgr_9qLpR4YmHs3DvWj5`,
		},
		"default-list": {
			`Orders API https://orders.example.com/ | read:orders API policy lets permissive applications in | Unauthorized API policy asks for a grant`,
			`Catalog API https://catalog.example.com/ | All scopes read:products read:stock write:products API policy asks for a grant | read:products read:stock API policy asks for a grant`,
			`Analytics API https://analytics.example.com/ | Unauthorized API policy asks for a grant | Unauthorized API policy asks for a grant`,
			`Payroll API https://payroll.example.com/ | Unauthorized API policy denies all | Unauthorized API policy denies all`,
		},
		"connection-list": {
			`customers con_Xr4uKz81mTqWb0Ld | auth0 | Domain-level`,
			`google con_7hPvYc2nJfSe96Ga | google-oauth2 | Domain-level`,
			`okta-staff con_kB5wRt0ZxQm3HsUi | okta | cannot use it`,
		},
		"organization-list": {
			`North depot org_Qw8ZxT3nLk5RbVm1 | Allowed`,
			`Head office org_Yp2HsD7cJf9GtXe4 | Blocked`,
		},
	} {
		if diff := cmp.Diff(want, rows(byID(t, page, id))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
	for id, want := range map[string]string{
		"facts":                 "Address " + s.url + " Domain at Auth0 acme-store.auth0.com Rate limit essentials Up less than a minute",
		"registration-settings": "Dynamic Client Registration On Security mode of registered applications Strict Registered so far 2",
		"request-list":          "No request yet.",
		"notices":               "",
		"change-list":           "Nothing was changed yet.",
		"policy-list": "third_party_clients block beyond 50 requests a second client_id:" + dashboards + " redirect beyond 20 requests a second, " +
			"to https://dashboards.partner.example/busy default allow",
	} {
		if got := words(byID(t, page, id)); got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
	if got := words(byID(t, page, "bucket-list")); !strings.Contains(got, "GET /clients 5 of 5 5 of 5 100 a minute GET /clients with q 5 of 5") || !strings.Contains(got, "All other endpoints 10 of 10") {
		t.Errorf("buckets are %q", got)
	}
}

// The page shows the effects of requests, but not its own requests.
func TestTraffic(t *testing.T) {
	t.Parallel()
	s := busyTenant(t)
	first, _ := s.get("/")
	for _, asset := range []string{"page.css", "page.js", "icon.svg"} {
		if _, response := s.get("/__emulator/page/" + asset); response.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", asset, response.StatusCode)
		}
	}
	page := parse(t, first)
	got := rows(byID(t, page, "request-list"))
	for i, want := range []string{
		"| GET /api/v2/connections?strategy=okta throttled: endpoint | 429 |",
		"| GET /api/v2/connections?strategy=okta throttled: endpoint | 429 |",
		"| GET /api/v2/connections?strategy=okta | 200 |",
	} {
		if !strings.Contains(got[i], want) {
			t.Errorf("request %d is %q, want %q", i, got[i], want)
		}
	}
	if len(got) != 15 || !strings.Contains(got[len(got)-1], "| POST /oauth/token | 200 |") {
		t.Errorf("requests are %q", got)
	}
	for id, want := range map[string]string{
		"request-list": "All 15, the newest first. 2 throttled. 2 struck by faults.",
		"notices":      "Fault: status 503. POST /api/v2/client-grants: matched 2, struck 1. Fault: delay. /api/v2/connections/{id}: matched 1, struck 1.",
		"sections":     "Requests 15",
		"change-list":  `PATCH /api/v2/connections/con_kB5wRt0ZxQm3HsUi Body { "show_as_button": true } 200`,
	} {
		if got := words(byID(t, page, id)); !strings.Contains(got, want) {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
	again, _ := s.get("/")
	if got := rows(byID(t, parse(t, again), "request-list")); len(got) != 15 {
		t.Errorf("looking at the page was recorded: %q", got)
	}
}

func TestNotices(t *testing.T) {
	t.Parallel()
	s := newSite(t, &emulator.Seed{
		Lag: "800ms", Latency: "40ms", Jitter: "10ms",
		TenantSettings: map[string]any{"flags": map[string]any{"enable_dynamic_client_registration": true}},
		Faults:         []emulator.Fault{{Kind: emulator.FaultResetAfter, First: 3}},
	})
	raw, _ := s.get("/")
	page := parse(t, raw)
	for id, want := range map[string]string{
		"notices": "Replication lags. Reads may answer as they did 800ms ago. This page shows what was written. " +
			"Requests are slow. Each takes 40ms to 50ms to arrive. Fault: reset_after. Every request: matched 0, struck 0.",
		"registration-settings": "Dynamic Client Registration On Security mode of registered applications Strict not set, the tenant’s own default " +
			"Registered so far 0 No API has default permissions, so applications that register themselves reach no API.",
		"bucket-list": "Nothing is limited. --rate-limit free limits requests as Auth0 does.",
	} {
		if got := words(byID(t, page, id)); got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
}

// The page contains no secret of the tenant, and texts that outsiders chose are not interpreted as HTML.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	s := busyTenant(t)
	const markup = `<script>"'`
	hostile := s.tenant.Snapshot()
	for _, objects := range [][]map[string]any{hostile.Clients, hostile.ResourceServers, hostile.Connections, hostile.Organizations} {
		for i, object := range objects {
			for _, member := range []string{"name", "display_name", "app_type", "strategy", "external_client_id"} {
				object[member] = fmt.Sprint(markup, i)
			}
		}
	}
	for _, user := range hostile.Users {
		user["name"], user["connection"] = markup, fmt.Sprint(markup, 0)
	}
	if err := s.tenant.Load(hostile); err != nil {
		t.Fatal(err)
	}
	if err := s.tenant.AddFault(emulator.Fault{Method: markup, Path: "/" + markup, Kind: emulator.FaultResetBefore}); err != nil {
		t.Fatal(err)
	}
	raw, response := s.get("/?q=" + url.QueryEscape(markup))
	whole, _ := s.get("/")
	details, _ := s.get(detailsOf + inbox)
	for _, page := range []string{raw, whole, details} {
		for _, secret := range []string{"couriers-secret", "google-connection-secret", "management-application-secret", s.token} {
			if strings.Contains(page, secret) {
				t.Errorf("the page holds %s", secret)
			}
		}
		root := parse(t, page)
		for _, script := range elements(root, "script") {
			if attribute(script, "src") != "/__emulator/page/page.js" || script.FirstChild != nil {
				t.Errorf("a script that is not the page's: %v %s", script.Attr, words(script))
			}
		}
		for _, element := range elements(root, "") {
			for _, a := range element.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s has an inline %s", element.Data, a.Key)
				}
				if slices.Contains([]string{"src", "href", "action"}, a.Key) && !strings.HasPrefix(a.Val, "#") &&
					!strings.HasPrefix(a.Val, "?") && (!strings.HasPrefix(a.Val, "/") || strings.HasPrefix(a.Val, "//")) {
					t.Errorf("%s leads elsewhere: %s", element.Data, a.Val)
				}
			}
		}
	}
	policy := response.Header.Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
		t.Errorf("the content security policy is %q", policy)
	}
	if got := attribute(byID(t, parse(t, raw), "filter"), "value"); got != markup {
		t.Errorf("the filter is %q", got)
	}
}
