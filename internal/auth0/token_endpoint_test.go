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
	const theTenant = "127.0.0.1:8080 (Domain) "
	const noTenant = "What answers at " + theTenant + "gave no access token, as an Auth0 tenant would. Write the tenant's domain, such as example.eu.auth0.com. "
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
			theTenant + `does not accept the client id "the-client" (ClientID) with this client secret (ClientSecret). Compare all three with the ` +
				"machine-to-machine application in the Dashboard. POST /oauth/token: 401 Unauthorized: Unauthorized (access_denied).",
		},
		"not authorized for the API": {
			func(w http.ResponseWriter, _ *http.Request) {
				answer(w, 403, `{"error":"access_denied","error_description":"Client is not authorized to access \"https://x/api/v2/\"."}`)
			}, 403, "access_denied",
			`The application "the-client" (ClientID) gets no token for https://127.0.0.1:8080/api/v2/, which is the Management API of 127.0.0.1:8080 (Domain). ` +
				"Authorize it there (Applications > APIs). With a custom domain, set audience to https://TENANT.REGION.auth0.com/api/v2/. " +
				`POST /oauth/token: 403 Forbidden: Client is not authorized to access "https://x/api/v2/". (access_denied).`,
		},
		"no machine-to-machine application": {
			func(w http.ResponseWriter, _ *http.Request) {
				answer(w, 403, `{"error":"unauthorized_client","error_description":"Grant type 'client_credentials' not allowed for the client."}`)
			}, 403, "unauthorized_client",
			`The application "the-client" (ClientID) may not sign in for itself. Give it the grant type client_credentials (its type is Machine to Machine), ` +
				"or use another one. POST /oauth/token: 403 Forbidden: Grant type 'client_credentials' not allowed for the client. (unauthorized_client).",
		},
		"no tenant": {
			respondStatus(404, "text/html", "<html>\n<b>No such tenant</b></html>"), 404, "",
			noTenant + "POST /oauth/token: 404 Not Found: instead of the API's own error came 35 bytes of text/html (not shown, because it might hold a secret).",
		},
		"no token in the answer": {
			respond("application/json", `{"token_type":"Bearer"}`), 200, "",
			noTenant + "POST /oauth/token: 200 OK: the answer holds no access token.",
		},
		"malformed": {
			respond("application/json", `{"access_token":"to`), 200, "",
			noTenant + "POST /oauth/token: 200 OK: expected JSON but got 19 bytes of application/json (JSON that is cut off).",
		},
		"server fault": {
			refuse(500), 500, "", theTenant + "gave no access token. Run Terraform again later. POST /oauth/token: 500 Internal Server Error: No.",
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
