package authserver

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/traffic"
)

// reply is the answer to a browser. It is made while the tenant is locked, and sent afterwards.
type reply struct {
	redirect string // "" for a page
	status   int
	page     func(http.ResponseWriter) // nil for none
	session  *session                  // for the browser to keep, nil for none
	browser  string                    // "" if the browser has it already
	refusal  string                    // why there is no login, "" if there may be one
}

// serve decides while the tenant is locked, saves changes, and sends the answer.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, decide func(now time.Time) reply) {
	s.Store.Lock()
	given := decide(s.Now())
	err := s.Store.Save()
	s.Store.Unlock()
	if err != nil {
		given = reply{status: http.StatusInternalServerError, page: errorPage(err, "")}
	}
	traffic.Note(r).Refusal = given.refusal
	if given.session != nil {
		setCookie(w, r, sessionCookie, given.session.id)
	}
	if given.browser != "" {
		setCookie(w, r, browserCookie, given.browser)
	}
	w.Header().Set("Cache-Control", "no-store")
	if given.redirect != "" {
		w.Header().Set("Location", given.redirect)
		w.WriteHeader(http.StatusFound)
		return
	}
	protect(w)
	w.WriteHeader(given.status)
	given.page(w)
}

// authorize begins a login.
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	err := r.ParseForm()
	s.serve(w, r, func(now time.Time) reply {
		if err != nil {
			return pageFor(rules.CheckRedirectURI(nil, ""), "")
		}
		return s.begin(r, w.Header(), now)
	})
}

func (s *Server) begin(r *http.Request, header http.Header, now time.Time) reply {
	t, err := s.open(r.Form, now)
	if t.clientID != "" {
		traffic.Note(r).ClientID = t.clientID
		client := s.Store.Seen(now).Clients.Get(t.clientID)
		if configuration, isOver := s.takeFromCeiling(s.Store.Seen(now), client, now, header); isOver {
			if address := object.Text(configuration, "redirect_uri"); object.Text(configuration, "action") == "redirect" {
				return reply{redirect: address, refusal: answer.ErrCeiling.Error()}
			}
			return pageFor(answer.ErrCeiling, object.Text(client, "name"))
		}
	}
	if err != nil {
		return pageFor(err, "")
	}
	memory := s.memory.within(s.Store.Current, now)
	t.session = memory.sessionOf(r, s.Store.Seen(now), now)
	if cookie, err := r.Cookie(browserCookie); err == nil && cookie.Value != "" {
		t.browser = cookie.Value
	} else {
		t.browser = tenant.RandomText(32, tenant.SecretSymbols)
	}
	memory.transactions[t.id] = t
	given := s.advance(r, t, now)
	given.browser = t.browser
	return given
}

// open makes a login from a request. If its redirect URI is one of the application's callbacks, errors can be sent to
// the application. Otherwise a page shows the error.
func (s *Server) open(parameters url.Values, now time.Time) (*transaction, error) {
	t := &transaction{id: tenant.RandomText(32, tenant.SecretSymbols), parameters: parameters, started: now}
	id := parameters.Get("client_id")
	if id == "" {
		return t, invalidRequest("Missing required parameter: client_id")
	}
	client := rules.ClientNamed(s.Store.Seen(now), id)
	if client == nil {
		return t, unknownClient(id)
	}
	t.clientID = object.Text(client, "client_id")
	return t, rules.CheckRedirectURI(client, parameters.Get("redirect_uri"))
}

// advance continues a login: to its next page, or to its end.
func (s *Server) advance(r *http.Request, t *transaction, now time.Time) reply {
	f, err := s.resume(t, r.Host, now)
	if err != nil {
		return s.end(f, err)
	}
	following, err := f.next()
	switch {
	case err != nil:
		return s.end(f, err)
	case following != noScreen:
		return reply{redirect: loginPath + "?state=" + url.QueryEscape(t.id)}
	}
	delete(f.memory.transactions, t.id)
	given, err := s.outcome(r, f)
	if err != nil {
		return s.end(f, err)
	}
	return reply{redirect: redirectTo(t.parameters, given)}
}

// end refuses a login, by a redirect to the application if that is allowed, else on a page.
func (s *Server) end(f *flow, err error) reply {
	delete(f.memory.transactions, f.id)
	var refusal *answer.TokenError
	if errors.As(err, &refusal) && f.client != nil && rules.MayRedirect(f.client) {
		return reply{refusal: refusal.Error(), redirect: redirectTo(f.parameters, url.Values{
			"error": {refusal.Code}, "error_description": {refusal.Description},
		})}
	}
	return pageFor(err, object.Text(f.client, "name"))
}

// outcome is the result for the application: a code or, in the implicit flow, tokens.
func (s *Server) outcome(r *http.Request, f *flow) (url.Values, error) {
	given := url.Values{}
	asked := strings.Fields(f.parameters.Get("response_type"))
	if slices.Contains(asked, "code") {
		given.Set("code", f.makeCode())
	}
	if !slices.Contains(asked, "token") && !slices.Contains(asked, "id_token") {
		return given, nil
	}
	c := &call{server: s, request: r, now: f.now, seen: f.seen, current: f.current, client: f.client}
	l := f.login()
	l.scopes = slices.DeleteFunc(slices.Clone(l.scopes), func(scope string) bool { return scope == rules.OfflineAccess })
	tokens, err := c.tokensFor(&l, f.rules.Access.API, l.scopes)
	if err != nil {
		return nil, err
	}
	for name, value := range tokens.Texts() {
		if name != "id_token" && slices.Contains(asked, "token") || name == "id_token" && slices.Contains(asked, "id_token") {
			given.Set(name, value)
		}
	}
	return given, nil
}

// pageFor shows a refusal.
func pageFor(err error, application string) reply {
	status := http.StatusInternalServerError
	var refusal *answer.TokenError
	if errors.As(err, &refusal) {
		status = refusal.Status
	}
	return reply{status: status, page: errorPage(err, application), refusal: err.Error()}
}
