package page_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

func hasKey(key string) func(html.Attribute) bool {
	return func(a html.Attribute) bool { return a.Key == key }
}

// The page of an application answers why it does not get a token. Tests of the data source auth0access_access_check
// show that the answers agree with tokens.
func TestWhy(t *testing.T) {
	t.Parallel()
	seed := richTenant(t)
	seed.TenantSettings["default_audience"] = "https://orders.example.com/"
	s := newSite(t, seed)
	const orders, analytics = "https://orders.example.com/", "https://analytics.example.com/"
	for _, test := range []struct {
		clientID string
		query    url.Values
		verdict  string
		unmet    string
	}{
		{inbox, url.Values{"audience": {orders}, "scope": {"read:orders"}}, "Gets the token if the user consents", ""},
		{inbox, url.Values{"audience": {orders}, "scope": {"read:orders"}, "silent": {"1"}}, "Gets the token for users who have consented", ""},
		{inbox, url.Values{"audience": {"https://catalog.example.com/"}, "silent": {"1"}}, "Gets no such token", "consent: consent_required: Consent required"},
		{inbox, url.Values{"audience": {orders}, "scope": {"read:orders openid"}}, "Gets no such token", "scopes: access_denied: The token would lack the scopes openid"},
		{inbox, url.Values{"audience": {orders}, "connection": {"okta-staff"}}, "Gets no such token", "connection: invalid_request: no connections enabled for the client."},
		{inbox, url.Values{"audience": {orders}, "organization": {"org_none"}}, "Gets no such token", "organization: invalid_request: parameter organization is not allowed for this client"},
		{inbox, url.Values{"audience": {analytics}}, "Gets no such token", `api_access: unauthorized_client: Client "` + inbox + `" is not authorized to access resource server "` + analytics + `".`},
		{inbox, url.Values{"audience": {analytics}, "by_resource": {"1"}}, "Gets no such token", "api_access: access_denied: The token would be for the API " + orders + ", which is the tenant's default_audience"},
		{inbox, url.Values{"audience": {orders}, "subject_type": {"client"}}, "Gets no such token",
			`grant_type: unauthorized_client: Grant type 'client_credentials' not allowed for the client.; api_access: access_denied: Client "` + inbox +
				`" is not authorized to access resource server "` + orders + `". You need to create a "client-grant" associated to this API.`},
	} {
		test.query.Set("client_id", test.clientID)
		raw, _ := s.get("/__emulator/application?" + test.query.Encode())
		page := parse(t, raw)
		verdict, unmet := "", []string(nil)
		for _, element := range elements(page, "") {
			if attribute(element, "class") == "verdict" {
				verdict = words(element)
			}
			if attribute(element, "data-met") == "false" {
				unmet = append(unmet, attribute(element, "data-condition")+": "+words(elements(element, "bdi")[0]))
			}
		}
		if verdict != test.verdict || strings.Join(unmet, "; ") != test.unmet {
			t.Errorf("%v: %q, %q", test.query, verdict, unmet)
		}
		for id, field := range map[string]string{"why-audience": "audience", "why-scope": "scope", "why-organization": "organization", "why-connection": "connection"} {
			if got := attribute(byID(t, page, id), "value"); got != test.query.Get(field) {
				t.Errorf("%v: %s is %q", test.query, field, got)
			}
		}
	}
	raw, _ := s.get(detailsOf + inbox)
	page := parse(t, raw)
	if got := words(byID(t, page, "why-connections")); got != "auth0 google-oauth2 okta" {
		t.Errorf("suggested are %q", got)
	}
	if strings.Contains(raw, "data-allowed") {
		t.Error("a question is answered that nobody asked")
	}
	if requests := s.tenant.Requests(); len(requests) > 0 {
		t.Errorf("asking is recorded: %v", requests)
	}
}

// The page lists changes of the tenant separately, with request bodies, but without secrets.
func TestChangesHoldNoSecrets(t *testing.T) {
	t.Parallel()
	s := newSite(t, richTenant(t))
	s.send("POST", "/api/v2/clients", `{"name":"Newcomer","app_type":"regular_web","client_secret":"chosen-secret-of-the-newcomer-0123456789"}`)
	response, err := loopback.Client.Post(s.url+"/oidc/register", "application/json", strings.NewReader(`{"client_name":"By itself","redirect_uris":["https://a.example/"]}`))
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	s.send("GET", "/api/v2/clients", "")
	raw, _ := s.get("/")
	if strings.Contains(raw, "chosen-secret") {
		t.Error("the page holds a secret that was sent")
	}
	got := rows(byID(t, parse(t, raw), "change-list"))
	for i, want := range []string{
		`POST /oidc/register Body { "client_name": "By itself", "redirect_uris": [ "https://a.example/" ] } | ` + strconv.Itoa(response.StatusCode),
		`"client_secret": "[masked]", "name": "Newcomer" } | `,
	} {
		if len(got) != 2 || !strings.Contains(got[i], want) {
			t.Fatalf("changes are %q, want %q", got, want)
		}
	}
}
