package authserver

import (
	"maps"
	"net/http"
	"net/url"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// Cookies: one for the session of a user who has logged in, and one for a browser in which a login has begun. Only that
// browser can continue the login.
const (
	sessionCookie = "auth0"
	browserCookie = "did"
)

// How long logins and codes are kept. Sessions last as long as the tenant's settings say, in hours.
//
// Assumption: both lifetimes of a login.
const (
	transactionLifetime = time.Hour
	codeLifetime        = 10 * time.Minute
	sessionHours        = 168
	sessionIdleHours    = 72
)

// memory holds sessions and logins of browsers. It belongs to one tenant, and does not survive a restart.
type memory struct {
	of           *tenant.Tenant
	sessions     map[string]*session
	transactions map[string]*transaction
	codes        map[string]*code
	proofs       map[string]time.Time // used proofs of possession, with the machine's time
	swept        time.Time
}

// session is the session of a user in a browser.
type session struct {
	id, userID string
	at         time.Time // of the login
	used       time.Time
}

// transaction is a login that is not complete.
type transaction struct {
	id, browser string
	clientID    string
	parameters  url.Values // of the request to /authorize
	// organization is the organization that the user has picked, "" for none.
	organization string
	session      *session // nil until somebody has logged in
	fresh        bool     // whether that was in this login
	agreed       bool     // whether consent was given in this login
	started      time.Time
}

// code is the result of a completed login.
type code struct {
	login
	redirectURI, challenge string
	proofKey               string // thumbprint that was announced, "" for none
	made                   time.Time
	used                   bool
}

// login is the user, application and API of a login.
type login struct {
	clientID, userID, organizationID, audience string
	scopes                                     []string
	details                                    []any
	nonce, sessionID                           string
	at                                         time.Time
	family                                     string // id of the refresh tokens issued for it
}

// sweepEvery is the shortest time between two searches for expired entries.
const sweepEvery = time.Minute

// within deletes everything if the tenant has been replaced, and otherwise, now and then, expired entries.
func (m *memory) within(t *tenant.Tenant, now time.Time) *memory {
	if m.of != t {
		*m = memory{
			of: t, sessions: map[string]*session{}, transactions: map[string]*transaction{}, codes: map[string]*code{},
			proofs: map[string]time.Time{},
		}
	}
	if now.Sub(m.swept).Abs() < sweepEvery {
		return m
	}
	m.swept = now
	maps.DeleteFunc(m.sessions, func(_ string, s *session) bool { return s.isOver(t, now) })
	maps.DeleteFunc(m.transactions, func(_ string, t *transaction) bool { return t.isOver(now) })
	maps.DeleteFunc(m.codes, func(_ string, c *code) bool { return c.isOver(now) })
	maps.DeleteFunc(m.proofs, func(_ string, at time.Time) bool { return time.Since(at) > 2*proofAge })
	rules.ForgetRefreshTokens(t, now)
	return m
}

func (s *session) isOver(t *tenant.Tenant, now time.Time) bool {
	return now.Sub(s.at) > hours(t, "session_lifetime", sessionHours) ||
		now.Sub(s.used) > hours(t, "idle_session_lifetime", sessionIdleHours)
}

func (t *transaction) isOver(now time.Time) bool { return now.Sub(t.started) > transactionLifetime }

func (c *code) isOver(now time.Time) bool { return now.Sub(c.made) > codeLifetime }

// takeCode returns the login of a code. A code that is used again revokes the refresh tokens issued for it.
//
// Assumption: the second use revokes the refresh tokens of the first.
func (m *memory) takeCode(t *tenant.Tenant, value string, now time.Time) (*code, error) {
	found := m.within(t, now).codes[value]
	switch {
	case found == nil || found.isOver(now):
		return nil, refuseGrant("Invalid authorization code")
	case found.used:
		t.RefreshTokens.Remove(found.family)
		return nil, refuseGrant("Invalid authorization code")
	}
	found.used = true
	return found, nil
}

// sessionOf returns the session of a browser, nil for none. It ends by the tenant's settings.
func (m *memory) sessionOf(r *http.Request, seen *tenant.Tenant, now time.Time) *session {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return nil
	}
	found := m.sessions[cookie.Value]
	if found == nil || found.isOver(seen, now) {
		return nil
	}
	found.used = now
	return found
}

func hours(t *tenant.Tenant, setting string, fallback float64) time.Duration {
	n, set := t.Settings[setting].(float64)
	if !set {
		n = fallback
	}
	return time.Duration(n * float64(time.Hour))
}

// begin remembers that a user has logged in.
func (m *memory) begin(user object.Object, now time.Time) *session {
	made := &session{
		id: tenant.RandomText(32, tenant.SecretSymbols), userID: object.Text(user, "user_id"), at: now, used: now,
	}
	m.sessions[made.id] = made
	return made
}

// setCookie sets a cookie that scripts cannot read and that other sites cannot send along with a form.
func setCookie(w http.ResponseWriter, r *http.Request, name, value string) {
	//nolint:gosec // the emulator also speaks http
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/", HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode,
	})
}
