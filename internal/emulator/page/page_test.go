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

// parse reads a page and fails where it cannot be understood.
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

// words is the text of an element with its white space made single spaces.
func words(root *html.Node) string {
	var out strings.Builder
	for node := range root.Descendants() {
		if node.Type == html.TextNode {
			out.WriteString(node.Data + " ")
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// rows are the rows of the tables in an element, their cells parted by bars. Heads of tables are left out.
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
			`Research agent Strict tpc_1mZc6TqYx4LsVw9KbJd7Np | regular_web | CIMD https://research.agent.example/client.json | Protected | none`,
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
			`Orders API https://orders.example.com/ | read:orders API policy lets permissive applications in | Unauthorized`,
			`Catalog API https://catalog.example.com/ | All scopes read:products read:stock write:products | read:products read:stock`,
			`Analytics API https://analytics.example.com/ | Unauthorized | Unauthorized`,
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
		"registration-settings": "Dynamic Client Registration On Security mode of what registers Strict Registered so far 2",
		"request-list":          "No request yet.",
		"notices":               "",
	} {
		if got := words(byID(t, page, id)); got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
	if got := words(byID(t, page, "bucket-list")); !strings.Contains(got, "GET /clients 5 of 5 5 of 5 100 a minute GET /clients with q 5 of 5") || !strings.Contains(got, "All other endpoints 10 of 10") {
		t.Errorf("buckets are %q", got)
	}
}

// What requests bring about shows, and the page's own requests do not.
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
		"registration-settings": "Dynamic Client Registration On Security mode of what registers Strict not set, the tenant’s own default " +
			"Registered so far 0 No API has default permissions, so applications that register themselves reach no API.",
		"bucket-list": "Nothing is limited. --rate-limit free limits requests as Auth0 does.",
	} {
		if got := words(byID(t, page, id)); got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
}

// No secret of the tenant is on the page, and what outsiders chose stays text.
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
	if err := s.tenant.Load(hostile); err != nil {
		t.Fatal(err)
	}
	if err := s.tenant.AddFault(emulator.Fault{Method: markup, Path: "/" + markup, Kind: emulator.FaultResetBefore}); err != nil {
		t.Fatal(err)
	}
	raw, response := s.get("/?q=" + url.QueryEscape(markup))
	whole, _ := s.get("/")
	for _, page := range []string{raw, whole} {
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

// The page is one that screen readers can lead through.
func TestStructure(t *testing.T) {
	t.Parallel()
	s := busyTenant(t)
	raw, _ := s.get("/")
	page := parse(t, raw)
	for _, name := range []string{"h1", "main", "header", "nav"} {
		if got := len(elements(page, name)); got != 1 {
			t.Errorf("%d %s", got, name)
		}
	}
	if language := attribute(elements(page, "html")[0], "lang"); language != "en" {
		t.Errorf("the language is %q", language)
	}
	ids := map[string]bool{}
	for _, element := range elements(page, "") {
		if id := attribute(element, "id"); id != "" && ids[id] {
			t.Errorf("the id %s is there twice", id)
		} else {
			ids[id] = true
		}
	}
	for _, link := range elements(page, "a") {
		if target, inside := strings.CutPrefix(attribute(link, "href"), "#"); inside && !ids[target] {
			t.Errorf("a link leads to %s, which is not there", target)
		}
	}
	if first := elements(page, "a")[0]; words(first) != "Skip to content" {
		t.Errorf("the first link is %q", words(first))
	}
	for _, section := range elements(page, "section") {
		if label := attribute(section, "aria-labelledby"); !ids[label] {
			t.Errorf("a section is labelled by %q", label)
		}
	}
	for _, table := range elements(page, "table") {
		if first := elements(table, "")[0]; first.Data != "caption" {
			t.Errorf("a table begins with %s", first.Data)
		}
		for _, head := range elements(table, "th") {
			if attribute(head, "scope") == "" {
				t.Errorf("the head %q has no scope", words(head))
			}
		}
	}
	for _, element := range elements(page, "") {
		if attribute(element, "aria-live") != "" || (attribute(element, "role") == "status" && len(elements(element, "")) > 0) {
			t.Errorf("screen readers are told of all that %s holds", attribute(element, "id"))
		}
	}
}

// Of hundreds of applications some are shown, all on demand, and those looked for wherever they are.
func TestManyApplications(t *testing.T) {
	t.Parallel()
	const count = 300
	s := newSite(t, manyApplications(count))
	for path, want := range map[string]struct {
		shown        int
		first, said  string
		rest, access string
	}{
		"/":                  {50, "Agent 00299", "", "50 of 300 applications are shown. Show all", "50 of 300 applications are shown. Show all"},
		"/?all=1":            {300, "Agent 00299", "", "", ""},
		"/?q=agent+00007":    {1, "Agent 00007", "1 application matches", "", ""},
		"/?q=AGENT+dcr":      {50, "Agent 00299", "300 applications match", "50 of 300 applications are shown. Show all", "50 of 300 applications are shown. Show all"},
		"/?q=permissive":     {0, "", "0 applications match", "No application matches.", "No application matches."},
		"/?all=1&q=TPC_0001": {10, "Agent 00019", "10 applications match", "", ""},
	} {
		raw, _ := s.get(path)
		page := parse(t, raw)
		list := byID(t, page, "application-list")
		got := rows(list)
		if len(got) != want.shown || (want.shown > 0 && !strings.HasPrefix(got[0], want.first)) {
			t.Errorf("%s: %d applications, %.1q", path, len(got), got)
		}
		if got := words(byID(t, page, "matches")); got != want.said {
			t.Errorf("%s: says %q, want %q", path, got, want.said)
		}
		if got := words(list); !strings.HasSuffix(got, want.rest) || (want.rest == "" && strings.Contains(got, "Show all")) {
			t.Errorf("%s: the list ends with %q", path, got[max(0, len(got)-80):])
		}
		if got := words(byID(t, page, "access-list")); !strings.HasSuffix(got, want.access) {
			t.Errorf("%s: access ends with %q", path, got[max(0, len(got)-80):])
		}
	}
	raw, _ := s.get("/?q=agent")
	if link := `href="?all=1&amp;q=agent#applications"`; !strings.Contains(raw, link) {
		t.Errorf("no %s", link)
	}
}

// What is not the page is answered as before.
func TestOtherPaths(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for _, path := range []string{"/index.html", "/page.css", "/__emulator/page/", "/__emulator/page/page.html.tmpl", "/__emulator/page/nothing"} {
		if body, response := s.get(path); response.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d %s", path, response.StatusCode, body)
		}
	}
	response, err := http.Head(s.url + "/")
	if err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("HEAD /: %v, %v", response, err)
	}
	response, err = http.Post(s.url+"/", "text/plain", nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if got := fmt.Sprint(response.StatusCode, " ", response.Header.Get("Content-Type")); got != "404 application/json; charset=utf-8" {
		t.Errorf("POST /: %s", got)
	}
}
