package auth0_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// hidden begins everything that must never be seen in the tests of this file.
const hidden = "hidden/"

func TestAttemptIsLogged(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var book logBook
		client := newClient(t, &script{acts: []http.HandlerFunc{
			limited(429, map[string]string{"x-ratelimit-limit": "10", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "946684800", "retry-after": "1"}),
			fine,
		}}, func(c *auth0.Config) { c.MaxRetries, c.Log = 1, book.write })
		if _, err := client.ReadConnection(t.Context(), "con_1", auth0.Remembered); err != nil {
			t.Fatal(err)
		}
		events := book.at(auth0.LogDebug)
		if len(events) != 2 {
			t.Fatalf("%d events, want 2: %v", len(events), events)
		}
		want := []string{
			"map[attempt:1 duration_ms:0 method:GET path:/api/v2/connections/con_1 query:fields=options&include_fields=false " +
				"retry_after:1 status:429 x_ratelimit_limit:10 x_ratelimit_remaining:0 x_ratelimit_reset:946684800]",
			"map[attempt:2 duration_ms:0 method:GET path:/api/v2/connections/con_1 query:fields=options&include_fields=false status:200]",
		}
		for i, event := range events {
			if got := fmt.Sprint(event.fields); event.message != "Auth0 request" || got != want[i] {
				t.Errorf("event %d is %q %s, want %s", i, event.message, got, want[i])
			}
		}
	})
}

func TestBodiesAreMasked(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ body, want string }{
		"known members":    {`{"client_id":"x","name":"n","grant_types":["a","b"],"is_first_party":false}`, `{"client_id":"x","grant_types":["a","b"],"is_first_party":false,"name":"n"}`},
		"secrets":          {`{"client_id":"x","client_secret":"s","signing_keys":[{"key":"k"}],"encryption_key":{"pub":"p"}}`, `{"client_id":"x","client_secret":"[masked]","encryption_key":"[masked]","signing_keys":"[masked]"}`},
		"unknown members":  {`{"id":"x","new_secret":"s","new_flag":true}`, `{"id":"x","new_flag":"[masked]","new_secret":"[masked]"}`},
		"nested":           {`{"jwt_configuration":{"alg":"RS256","secret":"s"},"clients":[{"client_id":"x","options":{"client_secret":"s"}}]}`, `{"clients":[{"client_id":"x","options":"[masked]"}],"jwt_configuration":{"alg":"RS256","secret":"[masked]"}}`},
		"list":             {`[{"id":"x","pem":"p"}]`, `[{"id":"x","pem":"[masked]"}]`},
		"scalar":           {`"s"`, `"[masked]"`},
		"list of scalars":  {`["s",1,true,null]`, `["[masked]","[masked]",true,null]`},
		"token in message": {`{"message":"bad token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln!"}`, `{"message":"bad token [masked]!"}`},
		"not JSON":         {`client_secret=s`, `[15 bytes]`},
		"nothing":          {``, ``},
		"very long":        {`{"name":"` + strings.Repeat("n", 70000) + `"}`, `[70011 bytes]`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var book logBook
			client := newClient(t, respond("application/json", test.body), func(c *auth0.Config) { c.Log = book.write })
			_, _ = client.ReadClientGrant(t.Context(), "cgr_1", auth0.Remembered)
			events := book.at(auth0.LogTrace)
			if len(events) != 1 || events[0].fields["response_body"] != test.want {
				t.Errorf("logged %v, want the body %s", events, test.want)
			}
		})
	}
}

// leakyTenant puts every secret that it has or receives into every place of an answer that can hold one.
func leakyTenant(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(err)
	}
	echo := fmt.Sprintf("%s %s", r.Header.Get("Authorization"), body)
	secrets := fmt.Sprintf(`"client_secret":%q,"access_token":%q,"signing_keys":[{"key":%q}],"encryption_key":{"pub":%q},"options":{"client_secret":%q},`+
		`"client_metadata":{"k":%q}`, hidden+"1", hidden+"token", hidden+"2", hidden+"3", hidden+"4", hidden+"5")
	kind := r.URL.Query().Get("from")
	switch {
	case r.URL.Path == "/oauth/token":
		answer(w, 200, fmt.Sprintf(`{"access_token":%q,"token_type":"Bearer","expires_in":3600}`, hidden+"token"))
	case strings.HasSuffix(r.URL.Path, "/echo-json"):
		answer(w, 400, fmt.Sprintf(`{"statusCode":400,"error":"Bad Request","message":%q,"errorCode":%q,%s}`, "You sent "+echo, echo, secrets))
	case strings.HasSuffix(r.URL.Path, "/echo-page"):
		respondStatus(502, "text/html", "<html>"+strings.Repeat(" ", 10)+strings.Repeat("x", 150)+echo+"</html>")(w, r)
	case strings.HasSuffix(r.URL.Path, "/page-with-secret"):
		respondStatus(200, "text/html", "<html>"+echo)(w, r)
	case strings.HasSuffix(r.URL.Path, "/cut-off"):
		respondStatus(200, "application/json", `{`+secrets)(w, r)
	case strings.HasSuffix(r.URL.Path, "/broken"):
		hangUp(w, r)
	case r.URL.Path == "/api/v2/client-grants" && r.Method == http.MethodGet:
		answer(w, 200, fmt.Sprintf(`{"client_grants":[{"id":"cgr_1",%s}],"next":%q}`, secrets, map[string]string{"": "1"}[kind]))
	default:
		answer(w, 200, `{"client_id":"x","is_first_party":false,"id":"x",`+secrets+`}`)
	}
}

// A token endpoint, or something in front of it, that repeats what it was sent.
func TestTokenRefusalHidesSecrets(t *testing.T) {
	t.Parallel()
	ways := map[string]func(*auth0.Config){
		"client secret": func(c *auth0.Config) { c.APIToken, c.ClientID, c.ClientSecret = "", "the-client", hidden+"+secret" },
		"private key":   withKey(pkcs1(testKey()), ""),
	}
	answers := map[string]func(w http.ResponseWriter, sent string){
		"JSON": func(w http.ResponseWriter, sent string) {
			answer(w, 403, fmt.Sprintf(`{"error":"access_denied","error_description":%q}`, sent))
		},
		"page": func(w http.ResponseWriter, sent string) { respondStatus(403, "text/html", sent)(w, nil) },
		"page, unfolded": func(w http.ResponseWriter, sent string) {
			form, _ := url.ParseQuery(sent)
			respondStatus(403, "text/html", fmt.Sprint(form))(w, nil)
		},
	}
	for way, authenticate := range ways {
		for kind, act := range answers {
			t.Run(way+", "+kind, func(t *testing.T) {
				t.Parallel()
				var book logBook
				client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					body, _ := io.ReadAll(r.Body)
					act(w, string(body))
				}), authenticate, func(c *auth0.Config) { c.Log = book.write })
				err := calls[http.MethodGet](t.Context(), client)
				if err == nil || !strings.Contains(err.Error(), "[masked]") && !strings.Contains(err.Error(), "not shown") {
					t.Errorf("error is %v, want one with something left out", err)
				}
				for _, secret := range []string{hidden, url.QueryEscape(hidden), "eyJ"} {
					if seen := book.String() + err.Error(); strings.Contains(seen, secret) {
						t.Errorf("%q is seen in %s", secret, seen)
					}
				}
			})
		}
	}
}

func TestNothingSecretIsEverSeen(t *testing.T) {
	t.Parallel()
	ways := map[string]func(*auth0.Config){
		"client secret": func(c *auth0.Config) { c.APIToken, c.ClientID, c.ClientSecret = "", "the-client", hidden+"+secret" },
		"private key":   withKey(pkcs1(testKey()), "PS256"),
		"API token":     func(c *auth0.Config) { c.APIToken = hidden + "token" },
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var book logBook
				client := newClient(t, http.HandlerFunc(leakyTenant), way, func(c *auth0.Config) { c.MaxRetries, c.Log = 1, book.write })
				var said strings.Builder
				note := func(_ any, err error) {
					if err != nil {
						said.WriteString(err.Error() + "\n")
					}
				}
				ctx := t.Context()
				for _, id := range []string{"x", "echo-json", "echo-page", "page-with-secret", "cut-off", "broken"} {
					note(client.ReadApplication(ctx, id, auth0.Remembered))
					note(client.UpdateApplication(ctx, id, auth0.ApplicationFields{Name: auth0.Set("n")}))
					note(client.ReadConnection(ctx, id, auth0.Remembered))
					note(client.UpdateClientGrant(ctx, id, auth0.ClientGrantFields{Scope: auth0.Set([]string{"s"})}))
					note(nil, client.DeleteApplication(ctx, id))
				}
				note(client.CreateApplication(ctx, everyField()))
				note(client.RotateClientSecret(ctx, "x"))
				note(client.CreateCredential(ctx, "x", auth0.NewCredential{PEM: hidden + "pem"}, isNew))
				note(client.ListClientGrants(ctx, auth0.ClientGrantFilter{}))
				secret, err := client.ReadClientSecret(ctx, "x")
				if err != nil || secret != hidden+"1" {
					t.Errorf("the secret asked for is %q, %v", secret, err)
				}

				seen := book.String() + said.String()
				if said.Len() == 0 || len(book.at(auth0.LogTrace)) == 0 {
					t.Fatal("nothing was logged, or nothing failed")
				}
				for _, secret := range []string{hidden, url.QueryEscape(hidden), "eyJ", "PRIVATE KEY", "client_assertion="} {
					if at := strings.Index(seen, secret); at >= 0 {
						t.Errorf("%q is seen: …%s…", secret, seen[max(0, at-100):min(len(seen), at+100)])
					}
				}
			})
		})
	}
}
