package rules

import (
	"net/url"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// Question describes a token: would an application get it?
type Question struct {
	Audience   string
	ForItself  bool // client_credentials, and not for a user
	Scopes     []string
	ByResource bool // whether the application names the API by the parameter resource instead of audience
	Silent     bool // whether it logs users in with prompt=none, which shows no page
	// Organization and Connection are the parameters that the application sends, "" for none.
	Organization, Connection string
}

// Explain returns the conditions of the token. It checks the request that the application would send, but changes
// nothing: nobody logs in, and no request counts for a rate limit policy. It does not know the user; for a silent login
// any user's consent is enough.
func Explain(t *tenant.Tenant, client object.Object, q Question, host string) []Condition {
	conditions := []Condition{{"rate_limit", checkOpen(t, client)}}
	var api object.Object
	var scopes []string
	if q.ForItself {
		token, more := CheckClientToken(t, client, q.parameters(client), host)
		conditions = append(conditions, Condition{"rules_and_hooks", CheckExtensibility(t, client)})
		conditions, api, scopes = append(conditions, more...), token.API, token.Scopes
	} else {
		parameters := q.parameters(client)
		login, more := CheckLogin(t, client, parameters, host)
		conditions = append(conditions, Condition{"redirect_uri", CheckRedirectURI(client, parameters.Get("redirect_uri"))})
		conditions, api, scopes = append(conditions, more...), login.Access.API, login.Access.Scopes
		if q.Silent && api != nil && (q.Organization == "") == (login.Organization == nil) {
			conditions = append(conditions, Condition{"consent", checkEarlierConsent(t, client, login)})
		}
	}
	return q.compare(conditions, api, scopes, t.CanonicalAudience(q.Audience, host))
}

// parameters returns the parameters of the request that the application would send.
func (q Question) parameters(client object.Object) url.Values {
	parameters := url.Values{
		"response_type": {"code"}, "scope": {strings.Join(q.Scopes, " ")},
		"code_challenge": {strings.Repeat("x", challengeLength)}, "code_challenge_method": {"S256"},
	}
	if !mayAsk(client, "authorization_code") && !IsStrict(client) && mayAsk(client, "implicit") {
		parameters.Set("response_type", "token")
	}
	if callbacks := object.List(client, "callbacks"); len(callbacks) > 0 {
		parameters.Set("redirect_uri", callbacks[0])
	}
	if q.Organization != "" {
		parameters.Set("organization", q.Organization)
	}
	if q.Connection != "" {
		parameters.Set("connection", q.Connection)
	}
	name := "audience"
	if q.ByResource {
		name = "resource"
	}
	parameters.Set(name, q.Audience)
	return parameters
}

// checkOpen refuses every request of an application whose rate limit policy lets none through.
func checkOpen(t *tenant.Tenant, client object.Object) error {
	policy, _ := RateLimitPolicy(t, client)
	configuration := object.Child(policy, "configuration")
	limit, isLimited := configuration["limit"].(float64)
	if isLimited && limit == 0 && object.Text(configuration, "action") != "log" {
		return answer.ErrCeiling
	}
	return nil
}

// checkEarlierConsent refuses a silent login if no user has given the consent.
func checkEarlierConsent(t *tenant.Tenant, client object.Object, login Login) error {
	if !AsksForConsent(client, login.Access.API) {
		return nil
	}
	asked := Consent{
		ClientID: object.Text(client, "client_id"), Audience: login.Access.Audience(), Scopes: login.Access.Scopes,
		OrganizationID: object.Text(login.Organization, "id"),
	}
	for id := range t.Users.All() {
		if asked.UserID = id; asked.IsGiven(t) {
			return nil
		}
	}
	return refuseLogin("consent_required", "Consent required")
}

// compare adds conditions that compare the token with the question: it may be for the tenant's default API, and lack
// scopes.
func (q Question) compare(conditions []Condition, api object.Object, scopes []string, audience string) []Condition {
	at := slices.IndexFunc(conditions, func(c Condition) bool { return c.Name == "api_access" })
	if got := object.Text(api, "identifier"); conditions[at].Err == nil && got != audience {
		conditions[at].Err = deny("The token would be for the API " + got + ", which is the tenant's default_audience")
	}
	conditions = slices.DeleteFunc(conditions, func(c Condition) bool { return c.Name == "scopes" && c.Err == nil })
	isKnown := conditions[at].Err == nil &&
		!slices.ContainsFunc(conditions, func(c Condition) bool { return c.Name == "scopes" })
	if !isKnown {
		return conditions
	}
	missing := slices.DeleteFunc(slices.Clone(q.Scopes), func(scope string) bool { return slices.Contains(scopes, scope) })
	if len(missing) > 0 {
		return append(conditions, Condition{"scopes", deny("The token would lack the scopes " + strings.Join(missing, ", "))})
	}
	return append(conditions, Condition{"scopes", nil})
}
