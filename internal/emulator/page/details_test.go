package page_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

// inbox and dashboards are applications of the rich tenant: a public one, whose errors do not redirect, and one with a
// key, which asks its users for an organization.
const (
	inbox      = "tpc_5yLp0HgRw3XkQb8VmSn2Dt"
	dashboards = "tpc_9dKs2XvBq7WmJh4NcTz1Re"
	detailsOf  = "/__emulator/application?client_id="
)

// attempt asks for a token of the application inbox with a refresh token, and returns the status.
func (s *site) attempt(refreshToken string) int {
	s.tb.Helper()
	response, err := loopback.Client.PostForm(s.url+"/oauth/token", url.Values{
		"grant_type": {"refresh_token"}, "client_id": {inbox}, "refresh_token": {refreshToken},
	})
	if err != nil {
		s.tb.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode
}

// The page of an application shows everything that its logins and tokens depend on, and the results of the last ones.
func TestDetails(t *testing.T) {
	t.Parallel()
	seed := richTenant(t)
	seed.RefreshTokens = []map[string]any{{
		"user_id": "auth0|grace", "client_id": inbox, "token": "first-refresh-token",
		"resource_servers": []any{map[string]any{"audience": "https://orders.example.com/", "scopes": "read:orders"}},
	}}
	s := newSite(t, seed)
	if first, second := s.attempt("first-refresh-token"), s.attempt("stolen-refresh-token"); first != 200 || second != 403 {
		t.Fatalf("status %d, then %d", first, second)
	}
	raw, _ := s.get(detailsOf + inbox)
	for _, secret := range []string{"first-refresh-token", "stolen-refresh-token"} {
		if strings.Contains(raw, secret) {
			t.Errorf("the page holds %s", secret)
		}
	}
	page := parse(t, raw)
	wantSection(t, page, "Settings",
		"Made by DCR , by itself Type native Callbacks https://inbox.assistant.example/oauth/callback "+
			"Grant types authorization_code refresh_token Error redirects Protected Authentication none "+
			"ID tokens live 1 h Refresh tokens rotate rotating Refresh tokens expire expiring Refresh tokens live 30 d "+
			"Unused refresh tokens live 15 d Leeway for a used refresh token 10 s Registered by client "+
			"Rate limit policy third_party_clients : block beyond 50 requests a second")
	wantSection(t, page, "Keys", "It has no keys.")
	wantRows(t, page, "Access to APIs",
		"Catalog API https://catalog.example.com/ | for users | All scopes read:products read:stock write:products | Default permissions",
		"Catalog API https://catalog.example.com/ | as itself | Nothing | Cannot use client credentials cgr_2vYsM6QtBf0LpNe9",
		"Orders API https://orders.example.com/ | for users | read:orders | Default permissions",
	)
	wantRows(t, page, "Organizations",
		"North depot org_Qw8ZxT3nLk5RbVm1 | Blocked | none", "Head office org_Yp2HsD7cJf9GtXe4 | Blocked | none")
	wantRows(t, page, "Consents of users", "Grace | https://orders.example.com/ | none | read:orders")
	attempts := rows(table(t, page, "Last tokens and refusals"))
	for i, want := range []string{
		"refresh_token | Refused 403 | invalid_grant: Unknown or invalid refresh token.",
		"refresh_token | Token 200 | https://orders.example.com/ read:orders",
	} {
		if _, got, _ := strings.Cut(attempts[i], " | "); got != want {
			t.Errorf("attempt %d is %q, want %q", i, got, want)
		}
	}

	raw, _ = s.get(detailsOf + dashboards)
	if strings.Contains(raw, "BEGIN PUBLIC KEY") {
		t.Error("the page holds a key")
	}
	page = parse(t, raw)
	wantRows(t, page, "Keys", "dashboards-2025 | public_key RS256 | 2026-01-01T00:00:00.000Z Expired | In use")
	wantRows(t, page, "Organizations",
		"North depot org_Qw8ZxT3nLk5RbVm1 | Allowed | none", "Head office org_Yp2HsD7cJf9GtXe4 | Blocked | none")
	if got := words(section(t, page, "Settings")); !strings.HasSuffix(got, "client_id:"+dashboards+" : redirect beyond "+
		"20 requests a second, to https://dashboards.partner.example/busy") {
		t.Errorf("settings are %q", got)
	}
	if _, response := s.get(detailsOf + "nobody"); response.StatusCode != http.StatusNotFound {
		t.Errorf("status %d for an application that is not there", response.StatusCode)
	}
}

// section is the section under a heading.
func section(tb testing.TB, page *html.Node, heading string) *html.Node {
	tb.Helper()
	for _, candidate := range elements(page, "section") {
		if words(elements(candidate, "h2")[0]) == heading {
			return candidate
		}
	}
	tb.Fatalf("no section %s", heading)
	return nil
}

// table is the table with a caption.
func table(tb testing.TB, page *html.Node, caption string) *html.Node {
	tb.Helper()
	for _, candidate := range elements(page, "table") {
		if words(elements(candidate, "caption")[0]) == caption {
			return candidate
		}
	}
	tb.Fatalf("no table %s", caption)
	return nil
}

func wantRows(tb testing.TB, page *html.Node, caption string, want ...string) {
	tb.Helper()
	if diff := cmp.Diff(want, rows(table(tb, page, caption))); diff != "" {
		tb.Errorf("%s (-want +got):\n%s", caption, diff)
	}
}

func wantSection(tb testing.TB, page *html.Node, heading, want string) {
	tb.Helper()
	if diff := cmp.Diff(heading+" "+want, words(section(tb, page, heading))); diff != "" {
		tb.Errorf("%s (-want +got):\n%s", heading, diff)
	}
}
