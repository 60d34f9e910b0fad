package emulator

import (
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

// The redirect URIs of the applications of [partners], and a PKCE verifier with its challenge.
const (
	callback = "https://agent.example/callback"
	verifier = "the-verifier-of-the-tests-has-43-characters"
)

func challenge() string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// partners is a tenant in which Ada logs in to applications: the strict public application agent, whose errors do not
// redirect, and open, whose errors do; an older permissive one, and a first-party one.
func partners(change ...func(*Seed)) *Seed {
	seed := orders()
	seed.ResourceServers[0]["allow_offline_access"] = true
	seed.ResourceServers = append(seed.ResourceServers, map[string]any{
		"name": "Files", "identifier": "https://files.example/", "scopes": []any{object.Object{"value": "read:files"}},
	})
	seed.Connections = []map[string]any{
		{"id": "con_promoted", "name": "partners", "strategy": "auth0", "is_domain_connection": true},
		{"id": "con_inside", "name": "inside", "strategy": "samlp", "enabled_clients": []any{"own"}},
	}
	seed.Organizations = []map[string]any{
		{"id": "org_open", "name": "open-org", "third_party_client_access": "allow", "enabled_connections": []any{object.Object{"connection_id": "con_promoted"}}},
		{"id": "org_shut", "name": "shut-org", "enabled_connections": []any{object.Object{"connection_id": "con_promoted"}}},
		{"id": "org_bare", "name": "bare-org", "third_party_client_access": "allow"},
	}
	seed.Users = []map[string]any{
		{"user_id": "auth0|ada", "name": "Ada", "email": "ada@example.com", "password": "correct horse", "connection": "partners", "organizations": []any{"org_open"}},
		{"user_id": "samlp|bob", "name": "Bob", "email": "bob@example.com", "password": "battery", "connection": "inside"},
	}
	grantTypes := []any{"authorization_code", "refresh_token"}
	for id, more := range map[string]object.Object{
		"agent": {"is_first_party": false, "token_endpoint_auth_method": "none", "organization_usage": "allow", "web_origins": []any{"https://app.example"}},
		"open":  {"is_first_party": false, "token_endpoint_auth_method": "none", "redirection_policy": "allow_always", "organization_usage": "allow"},
		"older": {"is_first_party": false, "third_party_security_mode": "permissive", "client_secret": "secret", "token_endpoint_auth_method": "client_secret_post"},
		"own":   {"client_secret": "secret", "token_endpoint_auth_method": "client_secret_post"},
	} {
		more["name"], more["client_id"], more["app_type"] = id, id, "regular_web"
		more["callbacks"], more["grant_types"] = []any{callback}, grantTypes
		if id == "older" {
			more["grant_types"] = append(grantTypes, "implicit")
		}
		seed.Clients = append(seed.Clients, more)
	}
	seed.ClientGrants = []map[string]any{
		{"client_id": "agent", "audience": ordersAPI, "subject_type": "user", "scope": []any{"read:orders", "write:orders"}},
		{"client_id": "open", "audience": ordersAPI, "subject_type": "user", "scope": []any{"read:orders"}},
	}
	for _, one := range change {
		one(seed)
	}
	return seed
}

// browser is a browser with cookies. It stops at a redirect to an application.
type browser struct {
	*site
	client *http.Client
}

func (s *site) browser() *browser {
	s.tb.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.tb.Fatal(err)
	}
	host := strings.TrimPrefix(s.http.URL, "http://")
	return &browser{s, &http.Client{Jar: jar, Transport: loopback.Transport, Timeout: 10e9, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Host != host {
			return http.ErrUseLastResponse
		}
		return nil
	}}}
}

// view is the place where a browser stopped: a page of the tenant, or the application.
type view struct {
	status   int
	html     string
	header   http.Header
	location *url.URL // of the application, nil for a page
}

// parameter returns a parameter of the redirect to the application.
func (v view) parameter(name string) string {
	if v.location == nil {
		return ""
	}
	if fragment, err := url.ParseQuery(v.location.Fragment); err == nil && fragment.Get(name) != "" {
		return fragment.Get(name)
	}
	return v.location.Query().Get(name)
}

func (b *browser) do(request *http.Request) view {
	b.tb.Helper()
	response, err := b.client.Do(request)
	if err != nil {
		b.tb.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.tb.Fatal(err)
	}
	_ = response.Body.Close()
	got := view{status: response.StatusCode, html: string(body), header: response.Header}
	if response.StatusCode == http.StatusFound {
		if got.location, err = response.Location(); err != nil {
			b.tb.Fatal(err)
		}
	}
	return got
}

// asking returns the parameters that an application sends to /authorize, with changes: pairs of a name and a value, ""
// to leave it out.
func asking(clientID string, changes ...string) url.Values {
	parameters := url.Values{
		"client_id": {clientID}, "response_type": {"code"}, "redirect_uri": {callback}, "state": {"s1"},
		"audience": {ordersAPI}, "scope": {"read:orders"}, "code_challenge": {challenge()}, "code_challenge_method": {"S256"},
	}
	for i := 0; i < len(changes); i += 2 {
		parameters.Set(changes[i], changes[i+1])
		if changes[i+1] == "" {
			parameters.Del(changes[i])
		}
	}
	return parameters
}

func (b *browser) authorize(parameters url.Values) view {
	b.tb.Helper()
	request, err := http.NewRequest(http.MethodGet, b.http.URL+"/authorize?"+parameters.Encode(), nil)
	if err != nil {
		b.tb.Fatal(err)
	}
	return b.do(request)
}

var hiddenInput = regexp.MustCompile(`<input type="hidden" name="([a-z]+)" value="([^"]*)">`)

// answer sends the form of a page with the user's input.
func (b *browser) answer(v view, fields ...string) view {
	b.tb.Helper()
	form := url.Values{}
	for _, field := range hiddenInput.FindAllStringSubmatch(v.html, -1) {
		form.Set(field[1], field[2])
	}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	request, err := http.NewRequest(http.MethodPost, b.http.URL+"/u/login", strings.NewReader(form.Encode()))
	if err != nil {
		b.tb.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(request)
}

// logIn logs Ada in and, if she is asked, lets her consent.
func (b *browser) logIn(v view) view {
	b.tb.Helper()
	if strings.Contains(v.html, `name="password"`) {
		v = b.answer(v, "email", "ada@example.com", "password", "correct horse")
	}
	if strings.Contains(v.html, `value="accept"`) {
		v = b.answer(v, "answer", "accept")
	}
	return v
}

// exchange exchanges a code for tokens.
func (b *browser) exchange(clientID, code string, changes ...string) (int, object.Object) {
	b.tb.Helper()
	form := url.Values{
		"grant_type": {"authorization_code"}, "client_id": {clientID}, "code": {code}, "redirect_uri": {callback}, "code_verifier": {verifier},
	}
	for i := 0; i < len(changes); i += 2 {
		form.Set(changes[i], changes[i+1])
	}
	return b.requestToken(form, nil)
}

// tokens logs Ada in to an application, and returns its tokens.
func (b *browser) tokens(parameters url.Values) object.Object {
	b.tb.Helper()
	end := b.logIn(b.authorize(parameters))
	if end.parameter("code") == "" {
		b.tb.Fatalf("no code: %d %v %s", end.status, end.location, end.html)
	}
	status, tokens := b.exchange(parameters.Get("client_id"), end.parameter("code"))
	if status != http.StatusOK {
		b.tb.Fatalf("no tokens: %d %v", status, tokens)
	}
	return tokens
}

// wantEnd checks where a browser stopped: "page" with a text on it, or "redirect" with the error.
func wantEnd(tb testing.TB, got view, where, want string) {
	tb.Helper()
	switch where {
	case "redirect":
		if got.location == nil || got.parameter("error")+": "+got.parameter("error_description") != want && got.parameter("error") != want ||
			got.parameter("state") != "s1" {
			tb.Errorf("came to %d %v %s, want a redirect with %s", got.status, got.location, got.html, want)
		}
	default:
		if got.location != nil || !strings.Contains(got.html, want) {
			tb.Errorf("came to %d %v %s, want a page with %s", got.status, got.location, got.html, want)
		}
	}
}
