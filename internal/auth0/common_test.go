package auth0_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// An error that all calls share uses the names of the configuration, and is recognised if the next call ends in it
// again.
func TestCommonErrors(t *testing.T) {
	t.Parallel()
	refusing := respondStatus(401, "application/json", `{"statusCode":401,"message":"Invalid token"}`)
	names := map[string]string{"Domain": "AUTH0_DOMAIN", "ClientSecret": "argument client_secret", "APIToken": "AUTH0_API_TOKEN", "ReadOnly": "AUTH0_READ_ONLY=true"}
	tests := map[string]struct {
		change          func(*auth0.Config)
		method          string
		member, summary string
		want            []string
	}{
		"wrong secret": {withSecret, http.MethodGet, "ClientSecret", "Could not sign in to Auth0", []string{"AUTH0_DOMAIN", "argument client_secret"}},
		"quoted secret": {
			func(c *auth0.Config) { withSecret(c); c.ClientSecret = `"` + c.ClientSecret + `"` },
			http.MethodGet, "ClientSecret", "Could not sign in to Auth0", []string{"remove the quotation marks around the secret"},
		},
		"secret as client id": {
			func(c *auth0.Config) { withSecret(c); c.ClientID = strings.Repeat("s", 64) },
			http.MethodGet, "ClientSecret", "Could not sign in to Auth0", []string{"client id of 64 characters, which may be a secret and is not shown"},
		},
		"wrong token": {func(*auth0.Config) {}, http.MethodGet, "APIToken", "Access token is not accepted", []string{"AUTH0_DOMAIN", "AUTH0_API_TOKEN"}},
		"nobody there": {
			func(c *auth0.Config) { c.HTTPClient, c.Domain = nil, "http://127.0.0.1:1" },
			http.MethodPost, "Domain", "Could not reach the tenant", []string{"127.0.0.1:1 (AUTH0_DOMAIN)"},
		},
		"only reading": {
			func(c *auth0.Config) { c.ReadOnly = true },
			http.MethodPost, "ReadOnly", "Provider may only read", []string{"AUTH0_READ_ONLY=true", "POST /api/v2/client-grants was not sent"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newClient(t, refusing, test.change, func(c *auth0.Config) { c.Names = names })
			for _, told := range []bool{false, true} {
				err := calls[test.method](t.Context(), client)
				common, ok := errors.AsType[*auth0.CommonError](err)
				if !ok || common.Member != test.member || common.Summary() != test.summary {
					t.Fatalf("error is %v, want one about %s", err, test.member)
				}
				for _, want := range test.want {
					if !strings.Contains(err.Error(), want) {
						t.Errorf("the error does not say %q: %v", want, err)
					}
				}
				if before := common.Tell(); before != told {
					t.Errorf("told before: %t, want %t", before, told)
				}
			}
		})
	}
}

func TestReadOnlySendsNoWrite(t *testing.T) {
	t.Parallel()
	sent := map[string]int{}
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent[r.Method]++
		fine(w, r)
	}), func(c *auth0.Config) { c.ReadOnly = true })
	for method, call := range calls {
		if err := call(t.Context(), client); (err == nil) != (method == http.MethodGet) {
			t.Errorf("%s: %v", method, err)
		}
	}
	if len(sent) != 1 || sent[http.MethodGet] != 1 {
		t.Errorf("sent %v, want one GET", sent)
	}
}
