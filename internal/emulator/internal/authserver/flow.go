package authserver

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// screen is a page that a user is shown on the way through a login.
type screen string

const (
	noScreen           screen = "" // the login has come to its end
	loginScreen        screen = "login"
	organizationScreen screen = "organization"
	consentScreen      screen = "consent"
)

// Refusals of a login with prompt=none that would need a page for a consent, a login, or an organization.
const (
	consentRequired     = "consent_required"
	loginRequired       = "login_required"
	interactionRequired = "interaction_required"
)

// flow is a login in the tenant as it is now. Each step decides anew.
type flow struct {
	memory        *memory
	seen, current *tenant.Tenant
	now           time.Time
	*transaction
	client     object.Object
	rules      rules.Login
	conditions []rules.Condition
}

// resume reads a login in the tenant as it is now. Its error refuses the login.
func (s *Server) resume(t *transaction, host string, now time.Time) (*flow, error) {
	f := &flow{
		memory: s.memory.within(s.Store.Current, now), seen: s.Store.Seen(now), current: s.Store.Current, now: now,
		transaction: t,
	}
	if f.client = f.seen.Clients.Get(t.clientID); f.client == nil {
		return f, unknownClient(t.clientID)
	}
	parameters := t.parameters
	if t.organization != "" {
		parameters = maps.Clone(parameters)
		parameters.Set("organization", t.organization)
	}
	f.rules, f.conditions = rules.CheckLogin(f.seen, f.client, parameters, host)
	return f, rules.FirstUnmet(f.conditions)
}

func unknownClient(id string) error {
	return &answer.TokenError{
		Status: http.StatusBadRequest, Code: "invalid_request", Description: "Unknown client: " + id,
	}
}

// next returns the page that comes next. Its error refuses the login.
func (f *flow) next() (screen, error) {
	if f.rules.Picks == rules.PicksBefore {
		return f.show(organizationScreen, interactionRequired, "An organization has to be named")
	}
	user := f.user()
	if user == nil || f.asksForLogin() || !f.isUsable(user) {
		return f.show(loginScreen, loginRequired, "Login required")
	}
	if f.rules.Picks == rules.PicksAfter {
		if len(rules.OrganizationsOf(f.current, f.client, user)) == 0 {
			return noScreen, f.refuse("invalid_request", "user "+object.Text(user, "user_id")+" is not part of an organization")
		}
		return f.show(organizationScreen, interactionRequired, "An organization has to be named")
	}
	if f.rules.Organization != nil {
		if err := rules.EnterOrganization(f.current, f.rules.Organization, user); err != nil {
			return noScreen, err
		}
	}
	if !f.agreed && rules.AsksForConsent(f.client, f.rules.Access.API) &&
		(slices.Contains(f.prompts(), "consent") || !f.consent().IsGiven(f.current)) {
		return f.show(consentScreen, consentRequired, "Consent required")
	}
	return noScreen, nil
}

// show shows a page, unless the application asked for none to be shown.
func (f *flow) show(p screen, code, description string) (screen, error) {
	if slices.Contains(f.prompts(), "none") {
		return noScreen, f.refuse(code, description)
	}
	return p, nil
}

func (f *flow) refuse(code, description string) error {
	return &answer.TokenError{Status: http.StatusBadRequest, Code: code, Description: description}
}

func (f *flow) prompts() []string { return strings.Fields(f.parameters.Get("prompt")) }

// user is the user who has logged in, nil before.
func (f *flow) user() object.Object {
	if f.session == nil {
		return nil
	}
	return f.current.Users.Get(f.session.userID)
}

// asksForLogin reports whether the application requires a new login although the user has logged in.
func (f *flow) asksForLogin() bool {
	if f.fresh {
		return false
	}
	age, err := strconv.Atoi(f.parameters.Get("max_age"))
	return slices.Contains(f.prompts(), "login") || slices.Contains(f.prompts(), "select_account") ||
		(err == nil && f.now.Sub(f.session.at) > time.Duration(age)*time.Second) || (err == nil && age == 0)
}

// isUsable reports whether users of this user's connection may log in here.
func (f *flow) isUsable(user object.Object) bool {
	return slices.ContainsFunc(f.rules.Connections, func(connection object.Object) bool {
		return connection["name"] == user["connection"]
	})
}

// consent is the consent that the user is asked for.
func (f *flow) consent() rules.Consent {
	return rules.Consent{
		ClientID: object.Text(f.client, "client_id"), UserID: object.Text(f.user(), "user_id"),
		Audience: f.rules.Access.Audience(), OrganizationID: object.Text(f.rules.Organization, "id"),
		Scopes: f.rules.Access.Scopes,
	}
}

// find finds the user of a connection by email; nil if there is none, or if the application does not have the
// connection. If no connection is named, it is the application's only connection.
func (f *flow) find(connection, email string) object.Object {
	if connection == "" && len(f.rules.Connections) == 1 {
		connection = object.Text(f.rules.Connections[0], "name")
	}
	user := f.current.Users.Find(func(user object.Object) bool {
		return object.Text(user, "connection") == connection && strings.EqualFold(object.Text(user, "email"), email)
	})
	if user == nil || !f.isUsable(user) {
		return nil
	}
	return user
}

// logIn records that a user has authenticated.
func (f *flow) logIn(user object.Object) {
	f.session, f.fresh = f.memory.begin(user, f.now), true
}

// pick records the organization that the user has named.
func (f *flow) pick(named string) error {
	organization, err := rules.PickedOrganization(f.seen, f.client, named)
	if err == nil {
		f.organization = object.Text(organization, "id")
	}
	return err
}

// agree records that the user has consented.
func (f *flow) agree() {
	f.consent().Give(f.current, f.now)
	f.agreed = true
}

// errRefused ends a login if the user does not consent.
var errRefused = &answer.TokenError{
	Status: http.StatusForbidden, Code: "access_denied", Description: "User did not authorize the request",
}

// login returns the result so far.
func (f *flow) login() login {
	return login{
		clientID: object.Text(f.client, "client_id"), userID: f.session.userID,
		organizationID: object.Text(f.rules.Organization, "id"), audience: f.rules.Access.Audience(),
		scopes: f.rules.Access.Scopes, details: f.rules.Access.Details, nonce: f.parameters.Get("nonce"),
		sessionID: f.session.id, at: f.session.at,
	}
}

// makeCode makes the code of a login that has come to its end.
func (f *flow) makeCode() string {
	value := tenant.RandomText(43, tenant.SecretSymbols)
	f.memory.codes[value] = &code{
		login: f.login(), redirectURI: f.parameters.Get("redirect_uri"), challenge: f.parameters.Get("code_challenge"),
		proofKey: f.parameters.Get("dpop_jkt"), made: f.now,
	}
	return value
}

// answersInFragment reports whether the answer to the application is in the fragment of the redirect URI.
func answersInFragment(parameters url.Values) bool {
	if mode := parameters.Get("response_mode"); mode != "" {
		return mode == "fragment"
	}
	return strings.TrimSpace(parameters.Get("response_type")) != "code"
}

// redirectTo adds an answer to the redirect URI of the application.
func redirectTo(parameters, given url.Values) string {
	if state := parameters.Get("state"); state != "" {
		given.Set("state", state)
	}
	address := parameters.Get("redirect_uri")
	if answersInFragment(parameters) {
		return address + "#" + given.Encode()
	}
	base, query, _ := strings.Cut(address, "?")
	return base + "?" + strings.TrimPrefix(cmp.Or(query, "")+"&"+given.Encode(), "&")
}
