package emulator

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

const authenticationAPI = `"resource":"oauth_authentication_api","consumer":"client"`

func ratePolicy(selector, configuration string) string {
	return fmt.Sprintf(`{%s,"consumer_selector":%q,"configuration":%s}`, authenticationAPI, selector, configuration)
}

func TestRateLimitPolicies(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	const blocked = `{"action":"block","limit":0}`
	made := s.mustCall(201, "POST", "/rate-limit-policies", ratePolicy("client_id:tpc_1", blocked))
	id := object.Text(made.object, "id")
	if !regexp.MustCompile(`^rlp_[A-Za-z0-9]{22}$`).MatchString(id) {
		t.Errorf("id %q", id)
	}
	wantJSON(t, "created", without(made.object, "id", "created_at", "updated_at"), ratePolicy("client_id:tpc_1", blocked))
	for _, configuration := range []string{
		`{"action":"allow"}`,
		`{"action":"log","limit":10000}`,
		`{"action":"redirect","limit":5,"redirect_uri":"https://example.com/slow"}`,
	} {
		changed := s.mustCall(200, "PATCH", "/rate-limit-policies/"+id, `{"configuration":`+configuration+`}`)
		wantJSON(t, configuration, changed.object["configuration"], configuration)
	}
	wantRefusal(t, s.call("POST", "/rate-limit-policies", ratePolicy("client_id:tpc_1", blocked)), 409, "",
		"A rate limit policy with the same resource, consumer, and consumer_selector already exists.")
	for _, body := range []string{
		ratePolicy("client_id:", blocked), ratePolicy("everybody", blocked), ratePolicy(strings.Repeat("x", 256), blocked),
		ratePolicy("default", `{"action":"block"}`), ratePolicy("default", `{"action":"allow","limit":1}`),
		ratePolicy("default", `{"action":"block","limit":10001}`), ratePolicy("default", `{"action":"block","limit":-1}`),
		ratePolicy("default", `{"action":"redirect","limit":1}`),
		ratePolicy("default", `{"action":"redirect","limit":1,"redirect_uri":"http://example.com/"}`),
		`{"consumer":"client","consumer_selector":"default","configuration":{"action":"allow"}}`,
	} {
		if got := s.callBeyond("POST", "/rate-limit-policies", body); got.status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", body, got.status, got.raw)
		}
	}
	for _, body := range []string{`{}`, `{"configuration":{"action":"allow"},"consumer_selector":"default"}`} {
		if got := s.callBeyond("PATCH", "/rate-limit-policies/"+id, body); got.status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", body, got.status, got.raw)
		}
	}
	s.mustCall(204, "DELETE", "/rate-limit-policies/"+id, nil)
	for _, method := range []string{"GET", "DELETE"} {
		wantRefusal(t, s.call(method, "/rate-limit-policies/"+id, nil), 404, "inexistent_rate_limit_policy",
			"The rate limit policy does not exist.")
	}
}

func TestListRateLimitPolicies(t *testing.T) {
	t.Parallel()
	seed := &Seed{}
	for _, selector := range []string{"default", "third_party_clients", "cimd_clients", "client_id:tpc_1"} {
		seed.RateLimitPolicies = append(seed.RateLimitPolicies, map[string]any{
			"consumer_selector": selector, "configuration": object.Object{"action": "allow"},
		})
	}
	s := serveTenant(t, seed)
	const both = "resource=oauth_authentication_api&consumer=client"
	for query, want := range map[string]string{
		"":                                  "default third_party_clients cimd_clients client_id:tpc_1",
		both:                                "default third_party_clients cimd_clients client_id:tpc_1",
		both + "&consumer_selector=default": "default",
		both + "&consumer_selector=none":    "",
	} {
		if got := selectorsOf(s.mustCall(200, "GET", "/rate-limit-policies?"+query, nil)); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	first := s.mustCall(200, "GET", "/rate-limit-policies?take=3", nil)
	second := s.mustCall(200, "GET", "/rate-limit-policies?take=3&from="+url.QueryEscape(object.Text(first.object, "next")), nil)
	if selectorsOf(second) != "client_id:tpc_1" || second.object["next"] != nil {
		t.Errorf("second page: %s", second.raw)
	}
	for _, query := range []string{"consumer=client", "resource=oauth_authentication_api&consumer_selector=default", "take=101", "page=0"} {
		if got := s.callBeyond("GET", "/rate-limit-policies?"+query, nil); got.status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", query, got.status, got.raw)
		}
	}
}

func selectorsOf(got outcome) string {
	var selectors []string
	for _, policy := range object.Objects(got.object["rate_limit_policies"]) {
		selectors = append(selectors, object.Text(policy, "consumer_selector"))
	}
	return strings.Join(selectors, " ")
}

// Only the most specific policy applies, with a counter of the application or of its group.
func TestRateLimitPoliciesAtTheTokenEndpoint(t *testing.T) {
	t.Parallel()
	application := func(id string, more object.Object) map[string]any {
		client := object.Object{
			"name": id, "client_id": id, "client_secret": "secret", "app_type": "non_interactive",
			"grant_types": []string{"client_credentials"}, "is_first_party": false, "third_party_security_mode": "strict",
		}
		for name, value := range more {
			client[name] = value
		}
		return client
	}
	tests := map[string]struct {
		policies map[string]string // configurations, by selector
		asked    string            // applications, in order
		want     string            // their statuses
		headers  string            // of the last answer
	}{
		"nothing":              {nil, "one one", "200 200", " "},
		"switched off":         {map[string]string{"client_id:one": `{"action":"block","limit":0}`}, "one two", "429 200", " "},
		"the last is off":      {map[string]string{"client_id:one": `{"action":"block","limit":0}`}, "two one", "200 429", "client;q=0;t=1;r=0 1"},
		"one a second":         {map[string]string{"client_id:one": `{"action":"block","limit":1}`}, "one one", "200 429", "client;q=1;t=1;r=0 1"},
		"only logged":          {map[string]string{"client_id:one": `{"action":"log","limit":0}`}, "one", "200", "client;q=0;t=1;r=0 1"},
		"redirected":           {map[string]string{"client_id:one": `{"action":"redirect","limit":0,"redirect_uri":"https://example.com/"}`}, "one", "429", "client;q=0;t=1;r=0 1"},
		"the group shares":     {map[string]string{"third_party_clients": `{"action":"block","limit":1}`}, "one two permissive own", "200 429 200 200", " "},
		"the default does not": {map[string]string{"default": `{"action":"block","limit":1}`}, "one two own one permissive own", "200 200 200 429 200 429", "client;q=1;t=1;r=0 1"},
		"an exception": {map[string]string{
			"third_party_clients": `{"action":"block","limit":0}`, "client_id:one": `{"action":"allow"}`,
		}, "two one", "429 200", " "},
		"a group before the default": {map[string]string{
			"third_party_clients": `{"action":"block","limit":5}`, "default": `{"action":"block","limit":0}`,
		}, "own one", "429 200", "client;q=5;t=1;r=4 "},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seed := orders()
			seed.Clients = []map[string]any{
				application("one", nil), application("two", nil),
				application("permissive", object.Object{"third_party_security_mode": "permissive"}),
				application("own", object.Object{"is_first_party": true, "third_party_security_mode": nil}),
			}
			seed.ClientGrants = []map[string]any{
				{"default_for": "third_party_clients", "audience": ordersAPI, "scope": []string{}},
				{"client_id": "own", "audience": ordersAPI, "scope": []string{}},
			}
			server, err := New(Options{Seed: seed, Clock: func() time.Time { return time.Unix(1800000000, 0) }})
			if err != nil {
				t.Fatal(err)
			}
			s := serveServer(t, server)
			for selector, configuration := range test.policies {
				s.mustCall(201, "POST", "/rate-limit-policies", ratePolicy(selector, configuration))
			}
			var statuses []string
			var headers string
			for _, client := range strings.Fields(test.asked) {
				status, header := s.askToken(client)
				statuses = append(statuses, strconv.Itoa(status))
				headers = header.Get("Auth0-RateLimit") + " " + header.Get("Retry-After")
			}
			if got := strings.Join(statuses, " "); got != test.want || headers != test.headers {
				t.Errorf("%s: %s, want %s; headers %q, want %q", test.asked, got, test.want, headers, test.headers)
			}
		})
	}
}

func (s *site) askToken(client string) (int, http.Header) {
	s.tb.Helper()
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {client}, "client_secret": {"secret"}, "audience": {ordersAPI},
	}
	req := httptest.NewRequest(http.MethodPost, "/oauth/token", strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	s.server.ServeHTTP(answer, req)
	return answer.Code, answer.Header()
}
