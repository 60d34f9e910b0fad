package authserver

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/traffic"
)

// Try takes a login through the same steps as a browser, and returns where it ends. Like any login, it adds consents,
// memberships and refresh tokens to the tenant. It needs no password.
func (s *Server) Try(r *http.Request, a Attempt) (Outcome, error) {
	s.Store.Lock()
	defer s.Store.Unlock()
	at := &attempt{server: s, request: r, Attempt: a, now: s.Now(), header: http.Header{}}
	at.outcome.Scopes = []string{}
	at.run()
	return at.outcome, s.Store.Save()
}

// attempt is an [Attempt] in progress.
type attempt struct {
	Attempt
	server  *Server
	request *http.Request
	header  http.Header // headers of answers that are not sent
	now     time.Time
	flow    *flow
	outcome Outcome
}

// run makes the attempt. It checks every condition, even those after the one that ends the login.
func (a *attempt) run() {
	seen := a.server.Store.Seen(a.now)
	t, err := a.server.open(a.Attempt.request(seen), a.now)
	if t.clientID == "" {
		a.condition("application", err)
		a.end(pageFor(err, ""), err)
		return
	}
	a.condition("application", nil)
	a.condition("redirect_uri", err)
	client := seen.Clients.Get(t.clientID)
	configuration, isOver := a.server.takeFromCeiling(seen, client, a.now, a.header)
	var limited error
	if isOver {
		limited = answer.ErrCeiling
	}
	a.condition("rate_limit", limited)
	var refused error
	a.flow, refused = a.server.resume(t, a.request.Host, a.now)
	a.noteConditions()
	a.outcome.CallbackDomain = rules.CallbackDomain(client, t.parameters.Get("redirect_uri"))
	user := a.user()
	a.condition("user", a.obstacleOf(user))
	switch address := object.Text(configuration, "redirect_uri"); {
	case isOver && object.Text(configuration, "action") == "redirect":
		a.end(reply{redirect: address}, limited)
	case isOver:
		a.end(pageFor(limited, ""), limited)
	case err != nil:
		a.end(pageFor(err, ""), err)
	case refused != nil:
		a.end(a.server.end(a.flow, refused), refused)
	default:
		if a.SignedIn && user != nil {
			a.flow.session = a.flow.memory.begin(user, a.now)
		}
		a.walk(user)
	}
}

// walk takes the login from page to page.
func (a *attempt) walk(user object.Object) {
	for {
		var err error
		a.flow, err = a.server.resume(a.flow.transaction, a.request.Host, a.now)
		a.noteConditions()
		if err != nil {
			a.end(a.server.end(a.flow, err), err)
			return
		}
		following, err := a.flow.next()
		a.noteStep(following, err)
		switch {
		case err != nil:
			a.end(a.server.end(a.flow, err), err)
			return
		case following == loginScreen:
			if err := a.obstacleOf(user); err != nil {
				a.condition("user", err)
				a.stay(err)
				return
			}
			a.flow.logIn(user)
		case following == organizationScreen:
			if err := a.flow.pick(a.Pick); err != nil {
				a.condition("organization", err)
				a.stay(err)
				return
			}
		case following == consentScreen:
			if a.Consent != nil && !*a.Consent {
				a.condition("consent", errRefused)
				a.end(a.server.end(a.flow, errRefused), errRefused)
				return
			}
			a.flow.agree()
		default:
			a.condition("consent", nil)
			a.finish()
			return
		}
	}
}

// noteConditions records the conditions that do not depend on the user.
func (a *attempt) noteConditions() {
	for _, condition := range a.flow.conditions {
		a.condition(condition.Name, condition.Err)
	}
}

// noteStep records why the login ends at a step; nil if it goes on.
func (a *attempt) noteStep(following screen, err error) {
	var refusal *answer.TokenError
	isInside := a.flow.session != nil && a.flow.rules.Organization != nil && following != organizationScreen
	switch {
	case !errors.As(err, &refusal):
		if isInside {
			a.condition("membership", nil)
		}
	case refusal.Code == consentRequired:
		a.condition("consent", err)
	case refusal.Code == loginRequired:
		a.condition("session", err)
	case refusal.Code == interactionRequired:
		a.condition("organization", err)
	default:
		a.condition("membership", err)
	}
}

// finish takes the answer to the application, and exchanges the code if there is one.
func (a *attempt) finish() {
	f := a.flow
	given, err := a.server.outcome(a.request, f)
	if err != nil {
		a.condition("token", err)
		a.end(a.server.end(f, err), err)
		return
	}
	a.end(reply{redirect: redirectTo(f.parameters, given)}, nil)
	texts := map[string]string{}
	for name := range given {
		texts[name] = given.Get(name)
	}
	if code := given.Get("code"); code != "" {
		if texts, err = a.exchange(code); err != nil {
			a.condition("token", err)
			a.blame(err)
			return
		}
	}
	a.condition("token", nil)
	a.outcome.LoggedIn, a.outcome.RefreshToken = true, texts["refresh_token"] != ""
	a.outcome.Scopes = append([]string{}, strings.Fields(texts["scope"])...)
	a.outcome.AccessToken, a.outcome.IDToken = decoded(texts["access_token"]), decoded(texts["id_token"])
}

// exchange exchanges a code as the application that it was made for.
func (a *attempt) exchange(code string) (map[string]string, error) {
	f := a.flow
	c := &call{
		server: a.server, request: a.request, header: a.header, now: a.now,
		seen: f.seen, current: f.current, client: f.client,
		form: url.Values{"code": {code}, "redirect_uri": {f.parameters.Get("redirect_uri")}},
	}
	if f.parameters.Get("code_challenge") != "" {
		c.form.Set("code_verifier", attemptVerifier)
	}
	if err := c.checkCeiling(); err != nil {
		return nil, err
	}
	if object.Flag(f.client, "require_proof_of_possession") {
		key, err := a.server.Keys.Jwk() // in place of the application's own key
		if err != nil {
			return nil, err
		}
		c.proofKey = key.KeyID
	}
	tokens, err := c.exchangeCode()
	return tokens.Texts(), err
}

// condition records a condition. A condition that was recorded as met may later become unmet.
func (a *attempt) condition(name string, err error) {
	noted := Condition{Name: name, Met: err == nil}
	if err != nil {
		noted.Detail = reason(err)
	}
	conditions := a.outcome.Conditions
	if i := slices.IndexFunc(conditions, func(c Condition) bool { return c.Name == name }); i >= 0 {
		conditions[i] = noted
		return
	}
	a.outcome.Conditions = append(a.outcome.Conditions, noted)
}

func reason(err error) string {
	var refusal *answer.TokenError
	if errors.As(err, &refusal) {
		return refusal.Description
	}
	return err.Error()
}

// blame records the error with which a login was refused.
func (a *attempt) blame(err error) {
	a.outcome.Error, a.outcome.ErrorDescription = "server_error", err.Error()
	var refusal *answer.TokenError
	if errors.As(err, &refusal) {
		a.outcome.Error, a.outcome.ErrorDescription = refusal.Code, refusal.Description
	}
}

// end records where the browser ends, and why.
func (a *attempt) end(given reply, err error) {
	if err != nil {
		a.blame(err)
	}
	if given.redirect == "" {
		a.outcome.End = ErrorPage
		return
	}
	a.outcome.End = Redirected
	address, query, _ := strings.Cut(strings.Replace(given.redirect, "#", "?", 1), "?")
	a.outcome.Redirect = &Redirect{URI: address, Parameters: map[string]string{}}
	values, _ := url.ParseQuery(query) // made by the tenant
	for name := range values {
		a.outcome.Redirect.Parameters[name] = values.Get(name)
		if slices.Contains([]string{"code", "access_token", "id_token"}, name) {
			a.outcome.Redirect.Parameters[name] = traffic.Masking
		}
	}
}

// stay records that the user cannot complete the login on a page.
func (a *attempt) stay(err error) {
	a.outcome.End, a.outcome.ErrorDescription = LoginImpossible, reason(err)
	delete(a.flow.memory.transactions, a.flow.id)
}

// user finds the user who logs in, preferably in a connection that the application may use.
func (a *attempt) user() object.Object {
	var found object.Object
	for id, user := range a.server.Store.Current.Users.All() {
		isMeant := id == a.User || strings.EqualFold(object.Text(user, "email"), a.User)
		if isMeant && (found == nil || !a.flow.isUsable(found)) {
			found = user
		}
	}
	return found
}

// obstacleOf returns why a user cannot log in, nil if the user can.
func (a *attempt) obstacleOf(user object.Object) error {
	switch {
	case user == nil:
		return errors.New("the tenant has no such user")
	case !a.flow.isUsable(user):
		return errors.New("the login page does not offer the user's connection " + object.Text(user, "connection"))
	default:
		return nil
	}
}

// decoded reads a token without its signature, nil for none.
func decoded(token string) *Token {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil
	}
	out := &Token{}
	for i, into := range []*map[string]any{&out.Header, &out.Claims} {
		raw, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil || json.Unmarshal(raw, into) != nil {
			return nil
		}
	}
	return out
}
