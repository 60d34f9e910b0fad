package authserver

import (
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/traffic"
)

// call is one request of an application that must authenticate.
type call struct {
	server  *Server
	request *http.Request
	header  http.Header // of the answer
	form    url.Values
	basic   *url.Userinfo // nil for none
	now     time.Time
	// seen is the tenant as reads see it. current has every write.
	seen, current *tenant.Tenant
	client        object.Object // the application, once it is known
	proofKey      string        // thumbprint of the key that the tokens are bound to, "" for none
}

// grantTypes are the flows of the token endpoint.
var grantTypes = map[string]func(*call) (object.Document, error){
	"authorization_code": (*call).exchangeCode,
	"refresh_token":      (*call).refresh,
	"client_credentials": (*call).clientCredentials,
}

// token is POST /oauth/token.
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	s.respond(w, r, func(c *call) (object.Document, error) {
		grantType := c.form.Get("grant_type")
		if grantType == "" {
			return nil, invalidRequest("Missing required parameter: grant_type")
		}
		traffic.Note(r).GrantType = grantType
		exchange, known := grantTypes[grantType]
		if !known {
			return nil, &answer.TokenError{
				Status: http.StatusForbidden, Code: "unsupported_grant_type", Description: "Unsupported grant type: " + grantType,
			}
		}
		if err := c.authenticate(); err != nil {
			return nil, err
		}
		if err := c.checkCeiling(); err != nil {
			return nil, err
		}
		if err := rules.CheckExtensibility(c.seen, c.client); err != nil {
			return nil, err
		}
		var err error
		if c.proofKey, err = c.proof(); err != nil {
			return nil, err
		}
		return exchange(c)
	})
}

// respond decides while the tenant is locked, saves changes, and sends the answer. A refusal may change the tenant too:
// if a refresh token is used again, its family ends.
func (s *Server) respond(w http.ResponseWriter, r *http.Request, decide func(*call) (object.Document, error)) {
	c := &call{server: s, request: r, header: w.Header(), now: s.Now()}
	var given object.Document
	err := c.read(w)
	if err == nil {
		s.Store.Lock()
		c.seen, c.current = s.Store.Seen(c.now), s.Store.Current
		given, err = decide(c)
		err = errors.Join(err, s.Store.Save())
		s.Store.Unlock()
	}
	w.Header().Set("Cache-Control", "no-store")
	if err == nil {
		answer.JSON(w, http.StatusOK, given)
		return
	}
	var refusal *answer.TokenError
	if !errors.As(err, &refusal) {
		refusal = &answer.TokenError{Status: http.StatusInternalServerError, Code: "server_error", Description: err.Error()}
	}
	note := traffic.Note(r)
	note.Issued, note.Refusal = nil, refusal.Error()
	answer.JSON(w, refusal.Status, refusal.Body())
}

func invalidRequest(description string) error {
	return &answer.TokenError{Status: http.StatusBadRequest, Code: "invalid_request", Description: description}
}

// read reads the form or the JSON body.
func (c *call) read(w http.ResponseWriter) error {
	r := c.request
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if mediaType == "application/json" {
		var body map[string]any
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			return invalidRequest("Invalid request payload JSON format")
		}
		c.form = url.Values{}
		for key, value := range body {
			if s, isText := value.(string); isText {
				c.form.Set(key, s)
			}
		}
	} else {
		if err := r.ParseForm(); err != nil {
			return invalidRequest("Invalid request payload")
		}
		c.form = r.PostForm
	}
	if id, secret, ok := r.BasicAuth(); ok {
		// In RFC 6749 both parts are form-encoded. Parts that cannot be decoded are used as they are.
		c.basic = url.UserPassword(unescaped(id), unescaped(secret))
	}
	return nil
}

func unescaped(s string) string {
	if decoded, err := url.QueryUnescape(s); err == nil {
		return decoded
	}
	return s
}

// checkCeiling refuses a request beyond the rate limit policy of the application. A policy that redirects applies to
// browsers only.
//
// Assumption: only requests that authenticate are counted, and no answer shows a policy with the action allow.
func (c *call) checkCeiling() error {
	_, isOver := c.server.takeFromCeiling(c.seen, c.client, c.now, c.header)
	if isOver {
		return answer.ErrCeiling
	}
	return nil
}

// takeFromCeiling counts a request of an application. If the request is beyond the application's policy, it returns the
// policy's configuration. A policy that only logs is never exceeded.
func (s *Server) takeFromCeiling(
	t *tenant.Tenant, client object.Object, now time.Time, header http.Header,
) (configuration object.Object, isOver bool) {
	policy, counter := rules.RateLimitPolicy(t, client)
	configuration = object.Child(policy, "configuration")
	limit, isLimited := configuration["limit"].(float64)
	return configuration, isLimited && !s.ceilings.Take(counter, int(limit), now, header) &&
		object.Text(configuration, "action") != "log"
}
