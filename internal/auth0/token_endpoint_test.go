package auth0_test

import (
	"errors"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

func TestTokenEndpointFaults(t *testing.T) {
	t.Parallel()
	faults := map[string]http.HandlerFunc{
		"429": refuse(429), "500": refuse(500), "connection closed": hangUp, "answer cut off": cutOff, "no answer": stall,
		"malformed": respond("application/json", `{"access_token":"tok`),
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := &authServer{endpoint: func(number int) http.HandlerFunc {
					if number == 1 {
						return fault
					}
					return nil
				}}
				client := newClient(t, server, withSecret, func(c *auth0.Config) { c.MaxRetries = 1 })
				if err := calls[http.MethodPost](t.Context(), client); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

func TestTokenEndpointRefusals(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		act    http.HandlerFunc
		status int
		code   string
		want   string
	}{
		"wrong secret": {
			func(w http.ResponseWriter, _ *http.Request) {
				answer(w, 401, `{"error":"access_denied","error_description":"Unauthorized"}`)
			}, 401, "access_denied",
			"POST /oauth/token: 401 Unauthorized: Unauthorized (access_denied); the tenant does not accept this client_id with this client secret or private key",
		},
		"not authorized for the API": {
			func(w http.ResponseWriter, _ *http.Request) {
				answer(w, 403, `{"error":"access_denied","error_description":"Client is not authorized to access \"https://x/api/v2/\"."}`)
			}, 403, "access_denied",
			`POST /oauth/token: 403 Forbidden: Client is not authorized to access "https://x/api/v2/". (access_denied); the application must be authorized for the Management API whose audience is asked for`,
		},
		"no tenant": {
			respondStatus(404, "text/html", "<html>\n<b>No such tenant</b></html>"), 404, "",
			`POST /oauth/token: 404 Not Found: instead of the API's own error came 35 bytes of text/html: "<html> <b>No such tenant</b></html>"`,
		},
		"no token in the answer": {
			respond("application/json", `{"token_type":"Bearer"}`), 0, "",
			"POST /oauth/token: oauth2: server response missing access_token",
		},
		"malformed": {
			respond("application/json", `{"access_token":"to`), 200, "",
			"POST /oauth/token: 200 OK: expected JSON but got 19 bytes of application/json",
		},
		"server fault": {
			refuse(500), 500, "", "POST /oauth/token: 500 Internal Server Error: No.",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := &authServer{endpoint: func(int) http.HandlerFunc { return test.act }}
				client := newClient(t, server, withSecret)
				err := calls[http.MethodPost](t.Context(), client)
				failure := asError(t, err)
				if err.Error() != test.want || failure.StatusCode != test.status || failure.ErrorCode != test.code {
					t.Errorf("error is\n%v (%d, %q), want\n%s", err, failure.StatusCode, failure.ErrorCode, test.want)
				}
				if errors.Is(err, auth0.ErrUnknownOutcome) || server.calls != 0 {
					t.Errorf("%d calls of the API were made, %v; want none and nothing unknown", server.calls, err)
				}
			})
		})
	}
}
