package call

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/pace"
)

// tenant answers with what is next in its list, and notes what it was asked.
type tenant struct {
	answers []reply
	asked   []string
}

type reply struct {
	status int
	body   string
	err    error
}

func (t *tenant) RoundTrip(r *http.Request) (*http.Response, error) {
	body := ""
	if r.Body != nil {
		sent, _ := io.ReadAll(r.Body)
		body = string(sent)
	}
	t.asked = append(t.asked, strings.TrimSpace(r.Method+" "+r.URL.RequestURI()+" "+r.Header.Get("Authorization")+" "+body))
	next := t.answers[0]
	t.answers = t.answers[min(1, len(t.answers)-1):]
	if next.err != nil {
		return nil, next.err
	}
	header := http.Header{"Content-Type": {"application/json"}}
	return &http.Response{StatusCode: next.status, Header: header, Body: io.NopCloser(strings.NewReader(next.body))}, nil
}

func callerOf(t *tenant, changes ...func(*Config)) *Caller {
	config := Config{
		Origin: "https://example.eu.auth0.com", Credentials: Credentials{APIToken: "token"}, HTTPClient: &http.Client{Transport: t},
		Pacer: pace.New(0), MaxRetries: 2, Timeout: time.Minute,
	}
	for _, change := range changes {
		change(&config)
	}
	return New(config)
}

func withSecret(c *Config) {
	c.Credentials = Credentials{ClientID: "id", ClientSecret: "a-secret", Audience: "https://a/"}
}

func TestDo(t *testing.T) {
	t.Parallel()
	const (
		read  = "GET /api/v2/things/a%2Fb?x=1 Bearer token"
		token = "POST /oauth/token  audience=https%3A%2F%2Fa%2F&client_id=id&client_secret=a-secret&grant_type=client_credentials"
	)
	granted := func(token string) reply {
		return reply{status: 200, body: `{"access_token":"` + token + `","expires_in":"60"}`}
	}
	fine := reply{status: 200, body: `{"id":"a/b"}`}
	for name, test := range map[string]struct {
		method  string
		change  func(*Config)
		answers []reply
		asked   []string
		want    string // of the error
	}{
		"at once":      {"GET", nil, []reply{fine}, []string{read}, ""},
		"after faults": {"GET", nil, []reply{{status: 503}, {status: 200, body: `{"id":"c"}`}, fine}, []string{read, read, read}, ""},
		"given up":     {"GET", nil, []reply{{status: 500}}, []string{read, read, read}, "gave up after 3 attempts"},
		"refused":      {"GET", nil, []reply{{status: 403, body: `{"message":"no"}`}}, []string{read}, "403 Forbidden: no"},
		"a POST without answer": {
			"POST", nil, []reply{{err: io.ErrUnexpectedEOF}},
			[]string{strings.Replace(read, "GET", "POST", 1)}, "it is unknown whether Auth0 carried this out",
		},
		"token is fetched": {
			"GET", withSecret, []reply{granted("t1"), fine}, []string{token, strings.Replace(read, "token", "t1", 1)}, "",
		},
		"token is renewed once": {
			"GET", withSecret, []reply{granted("t1"), {status: 401}, granted("t2"), {status: 401}},
			[]string{token, strings.Replace(read, "token", "t1", 1), token, strings.Replace(read, "token", "t2", 1)}, "401",
		},
		"not sent at all": {
			"GET", func(c *Config) {
				c.Refuse = func(_ bool, method, path string) error { return errors.New(method + path + " is not to be sent") }
			},
			nil, nil, "GET/things/a%2Fb is not to be sent",
		},
		"explained": {
			"GET", func(c *Config) { c.Explain = func(e *Error) error { return errors.New("explained " + e.Message) } },
			[]reply{{status: 400, body: `{"message":"no"}`}}, []string{read}, "explained no",
		},
		"secrets are masked": {
			"GET", func(c *Config) { withSecret(c); c.MaxRetries = 0 }, []reply{{status: 500, body: `{"message":"you sent a-secret"}`}},
			[]string{token}, "you sent [masked]",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := &tenant{answers: test.answers}
				change := test.change
				if change == nil {
					change = func(*Config) {}
				}
				got, err := One(t.Context(), callerOf(server, change), Request{
					Method: test.method, Path: PathTo("things", "a/b"), Query: map[string][]string{"x": {"1"}},
				}, HasKey[item]("a/b"))
				if test.want == "" && (err != nil || got.ID != "a/b") || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
					t.Errorf("got %v, %v; want an error with %q", got, err, test.want)
				}
				if got, want := strings.Join(server.asked, "\n"), strings.Join(test.asked, "\n"); got != want {
					t.Errorf("asked\n%s\nwant\n%s", got, want)
				}
			})
		})
	}
}

// An identifier that would address another object, or all of them, is never sent.
func TestAddresses(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"", ".", ".."} {
		server := &tenant{}
		err := callerOf(server).Do(t.Context(), Request{Method: http.MethodDelete, Path: PathTo("things", id)}, nil)
		if err == nil || len(server.asked) > 0 {
			t.Errorf("%q: %v, %v", id, err, server.asked)
		}
	}
}
