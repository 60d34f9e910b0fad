package auth0_test

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// These secrets have characters that every kind of escaping writes differently.
const (
	ownSecret     = `Own_Secret-of+the/provider=&"<0123456789`
	partnerSecret = `Partner_Secret-abcdefghijklmnopqrstuvwxyz`
)

// wraps are the ways in which a proxy may damage or repeat a body.
var wraps = map[string]func(body string) string{
	"as it is":        func(body string) string { return body },
	"a prefix":        func(body string) string { return ")]}',\n" + body },
	"a suffix":        func(body string) string { return body + body },
	"cut off":         func(body string) string { return body[:len(body)-len(body)/4] },
	"cut in front":    func(body string) string { return body[len(body)/4:] },
	"an echo":         func(body string) string { return "blocked: " + body },
	"an echo in HTML": func(body string) string { return "<html>" + html.EscapeString(body) },
	"an echo in a URL": func(body string) string {
		return "https://filter.example.com/?blocked=" + url.QueryEscape(body)
	},
	"an echo in base64":    func(body string) string { return "blocked: " + base64.StdEncoding.EncodeToString([]byte(body)) },
	"an echo in base64url": func(body string) string { return "x" + base64.RawURLEncoding.EncodeToString([]byte("x"+body)) },
	"base64 in a message": func(body string) string {
		return fmt.Sprintf(`{"message":"sent %s","error":"x","error_description":"xx%s"}`,
			base64.StdEncoding.EncodeToString([]byte(body)), base64.URLEncoding.EncodeToString([]byte("ab"+body)))
	},
	"hexadecimal in a message": func(body string) string {
		return fmt.Sprintf(`{"message":"sent %x","error_description":"sent %X"}`, body, body)
	},
	"a byte order mark":    func(body string) string { return "\ufeff" + body },
	"an echo with escapes": func(body string) string { return "blocked: " + escaped(body) },
	"an echo in a message": func(body string) string {
		return fmt.Sprintf(`{"statusCode":502,"message":%q}`, "upstream said "+body)
	},
	"an escaped echo in a message": func(body string) string {
		return `{"message":"` + escaped(body) + `","error":"` + escaped(body) + `","error_description":"` + escaped(body) + `"}`
	},
	"a twice escaped echo in a message": func(body string) string {
		return fmt.Sprintf(`{"message":%q,"errorCode":%q}`, escaped(body), escaped(body))
	},
}

// escaped writes every character as an escape of JSON.
func escaped(text string) string {
	var out strings.Builder
	for _, r := range text {
		fmt.Fprintf(&out, `\u%04x`, r)
	}
	return out.String()
}

// unescaped undoes every kind of escaping, up to three times.
func unescaped(text string) string {
	for range 3 {
		for code := rune(' '); code <= '~'; code++ {
			text = strings.ReplaceAll(text, fmt.Sprintf(`\\u%04x`, code), string(code))
			text = strings.ReplaceAll(text, fmt.Sprintf(`\u%04x`, code), string(code))
			text = strings.ReplaceAll(text, fmt.Sprintf(`%%%02X`, code), string(code))
		}
		text = html.UnescapeString(text)
	}
	return text
}

// decoded returns everything that the text may hold in base64 or hexadecimal.
func decoded(text string) string {
	var found strings.Builder
	for _, run := range regexp.MustCompile(`[A-Za-z0-9+/_-]{8,}`).FindAllString(text, -1) {
		for skipped := range 4 {
			part := strings.NewReplacer("-", "+", "_", "/").Replace(run[skipped:])
			plain, _ := base64.RawStdEncoding.DecodeString(part[:len(part)/4*4])
			found.Write(plain)
			plain, _ = hex.DecodeString(part[:len(part)/2*2])
			found.Write(plain)
		}
	}
	return found.String()
}

// No secret in a body reaches a message or a log, however the body is wrapped.
func TestSecretsInWrappedBodies(t *testing.T) {
	t.Parallel()
	const application = `{"client_id":"tpc_1","client_secret":"` + partnerSecret + `","name":"Partner","is_first_party":false}`
	requests := map[string]struct {
		call func(*auth0.Client) error
		body string // of the answer; empty to repeat what was sent
	}{
		"token": {call: func(client *auth0.Client) error {
			_, err := client.ListConnections(t.Context())
			return err
		}},
		"token of an application": {call: func(client *auth0.Client) error {
			given, err := client.CheckToken(t.Context(), auth0.TokenRequest{ClientID: "tpc_1", ClientSecret: partnerSecret})
			return fmt.Errorf("%v: %w", given, err)
		}},
		"secret": {call: func(client *auth0.Client) error {
			_, err := client.ReadClientSecret(t.Context(), "tpc_1")
			return err
		}, body: application},
		"rotation": {call: func(client *auth0.Client) error {
			_, err := client.RotateClientSecret(t.Context(), "tpc_1")
			return err
		}, body: application},
		"creation": {call: func(client *auth0.Client) error {
			_, err := client.CreateApplication(t.Context(), auth0.ApplicationFields{Name: auth0.Set("Partner")})
			return err
		}, body: application},
		"listing": {call: func(client *auth0.Client) error {
			_, err := client.ListThirdPartyApplications(t.Context())
			return err
		}, body: `{"clients":[` + application + `]}`},
		"connection": {call: func(client *auth0.Client) error {
			_, err := client.ReadConnection(t.Context(), "con_1", auth0.Fresh)
			return err
		}, body: `{"id":"con_1","options":{"client_secret":"` + partnerSecret + `"}}`},
		"organization": {call: func(client *auth0.Client) error {
			_, err := client.ReadOrganization(t.Context(), "org_1", auth0.Fresh)
			return err
		}, body: "Authorization: Bearer the-access-token-0123456789"},
	}
	for name, request := range requests {
		for wrapping, wrap := range wraps {
			for _, status := range []int{http.StatusOK, http.StatusBadRequest, http.StatusBadGateway} {
				t.Run(fmt.Sprintf("%s, %s, %d", name, wrapping, status), func(t *testing.T) {
					t.Parallel()
					var book logBook
					client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
						sent, _ := io.ReadAll(r.Body)
						isToken := r.URL.Path == "/oauth/token"
						switch {
						case isToken && request.body == "":
							answer(w, status, wrap(string(sent)))
						case isToken:
							answer(w, http.StatusOK, `{"access_token":"the-access-token-0123456789","expires_in":3600}`)
						default:
							answer(w, status, wrap(request.body))
						}
					}), func(c *auth0.Config) {
						c.APIToken, c.ClientID, c.ClientSecret, c.Log = "", "the-client", ownSecret, book.write
					})
					err := request.call(client)
					text := book.String()
					if err != nil {
						text += err.Error()
					}
					for _, secret := range []string{ownSecret, partnerSecret, "the-access-token-0123456789"} {
						for from := 0; from+12 <= len(secret); from += 4 {
							if piece := secret[from : from+12]; strings.Contains(unescaped(text)+decoded(text), piece) {
								t.Fatalf("%q is seen in %s", piece, text)
							}
						}
					}
				})
			}
		}
	}
}

// A byte order mark before JSON is no error.
func TestByteOrderMark(t *testing.T) {
	t.Parallel()
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodDelete {
			answer(w, http.StatusConflict, "\ufeff"+`{"statusCode":409,"message":"In use."}`)
			return
		}
		answer(w, http.StatusOK, "\ufeff"+`{"client_id":"tpc_1","client_secret":"`+partnerSecret+`"}`)
	}))
	if secret, err := client.ReadClientSecret(t.Context(), "tpc_1"); secret != partnerSecret {
		t.Errorf("got %v", err)
	}
	if err := client.DeleteClientGrant(t.Context(), "cgr_1"); asError(t, err).Message != "In use." {
		t.Errorf("error is %v", err)
	}
}

// If neither the call nor the answer can hold a secret, the error quotes the answer. Ordinary messages are left as they
// are.
func TestHarmlessAnswersAreQuoted(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		act  http.HandlerFunc
		want string
	}{
		"page":              {respondStatus(502, "text/html", "<h1>Bad\tgateway</h1>"), `came 20 bytes of text/html: "<h1>Bad gateway</h1>"`},
		"page of a network": {respond("text/html", "Sign in to the hotel"), `200 OK: expected JSON but got 20 bytes of text/html: "Sign in to the hotel"`},
		"long page":         {respondStatus(404, "text/html", strings.Repeat("é", 500)), `: "` + strings.Repeat("é", 100) + `…"`},
		"control character": {respondStatus(404, "text/plain", "a\x1b[31mred"), `"a\x1b[31mred"`},
		"token of our own":  {respondStatus(403, "text/plain", "Bearer the-token is blocked"), `"Bearer [masked] is blocked"`},
		"secret of others":  {respondStatus(403, "text/plain", "client_secret=abc&x=1"), `"client_secret=[masked]&x=1"`},
		"private key":       {respondStatus(403, "text/plain", "-----BEGIN RSA PRIVATE KEY----- abc"), `"[masked]"`},
		"percent signs":     {respondStatus(400, "application/json", `{"message":"100%25 of 5% & more &lt; \\u0041"}`), `100%25 of 5% & more &lt; \u0041`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := newClient(t, test.act).ReadOrganization(t.Context(), "org_1", auth0.Fresh)
			if text := asError(t, err).Error(); !strings.Contains(text, test.want) {
				t.Errorf("error is\n%s, want\n%s", text, test.want)
			}
		})
	}
}
