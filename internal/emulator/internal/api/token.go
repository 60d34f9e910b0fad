package api

import (
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/traffic"
)

// defaultTokenLifetime is how long an access token is valid when its API does not say, in seconds.
const defaultTokenLifetime = 86400

// tokenRequest is what an application asks of the token endpoint, from a form or a JSON body.
type tokenRequest struct {
	grantType, audience, scope, organization string
	clientID, clientSecret                   string
	assertion, assertionType                 string
	basic                                    bool
}

// token is POST /oauth/token. It knows one flow, client_credentials.
func (a *API) token(w http.ResponseWriter, r *http.Request) {
	given, err := a.grantToken(w, r)
	if err == nil {
		w.Header().Set("Cache-Control", "no-store")
		answer.JSON(w, http.StatusOK, given)
		return
	}
	var refusal *answer.TokenError
	if !errors.As(err, &refusal) {
		refusal = &answer.TokenError{Status: http.StatusInternalServerError, Code: "server_error", Description: err.Error()}
	}
	answer.JSON(w, refusal.Status, refusal.Body())
}

func (a *API) grantToken(w http.ResponseWriter, r *http.Request) (object.Document, error) {
	request, err := readTokenRequest(w, r)
	if err != nil {
		return nil, err
	}
	a.Store.Lock()
	defer a.Store.Unlock()
	return a.issue(w.Header(), r, request)
}

func readTokenRequest(w http.ResponseWriter, r *http.Request) (tokenRequest, error) {
	r.Body = http.MaxBytesReader(w, r.Body, MaxBody)
	values := url.Values{}
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if mediaType == "application/json" {
		var body map[string]any
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			return tokenRequest{}, &answer.TokenError{
				Status: http.StatusBadRequest,
				Code:   "invalid_request",
				Description: "Invalid " +
					"request payload JSON format",
			}
		}
		for key, value := range body {
			if s, isText := value.(string); isText {
				values.Set(key, s)
			}
		}
	} else {
		if err := r.ParseForm(); err != nil {
			return tokenRequest{}, &answer.TokenError{
				Status: http.StatusBadRequest,
				Code:   "invalid_request",
				Description: "Invalid " +
					"request payload",
			}
		}
		values = r.PostForm
	}
	request := tokenRequest{
		grantType: values.Get("grant_type"), audience: values.Get("audience"),
		scope: values.Get("scope"), organization: values.Get("organization"),
		clientID: values.Get("client_id"), clientSecret: values.Get("client_secret"),
		assertion: values.Get("client_assertion"), assertionType: values.Get("client_assertion_type"),
	}
	if id, secret, ok := r.BasicAuth(); ok {
		// RFC 6749 has both parts form-encoded; parts that cannot be decoded are taken as they are.
		request.clientID, request.clientSecret, request.basic = unescaped(id), unescaped(secret), true
	}
	if request.grantType == "" {
		return request, &answer.TokenError{Status: http.StatusBadRequest, Code: "invalid_request", Description: "Missing " +
			"required parameter: grant_type"}
	}
	return request, nil
}

func unescaped(s string) string {
	if decoded, err := url.QueryUnescape(s); err == nil {
		return decoded
	}
	return s
}

// issue authenticates the application and makes its access token.
func (a *API) issue(header http.Header, r *http.Request, request tokenRequest) (object.Document, error) {
	if request.grantType != "client_credentials" {
		return nil, &answer.TokenError{
			Status: http.StatusForbidden,
			Code:   "unsupported_grant_type",
			Description: "Unsupported " +
				"grant type: " + request.grantType,
		}
	}
	now := a.Now()
	seen := a.Store.Seen(now)
	client, err := authenticateClient(seen, r, request, now)
	if err != nil {
		return nil, err
	}
	traffic.Note(r).ClientID = object.Text(client, "client_id")
	if err := a.checkCeiling(header, seen, client, now); err != nil {
		return nil, err
	}
	if cause := rules.BreaksStrictFlows(seen, client); cause != "" {
		return nil, answer.BrokenFlow(cause)
	}
	if rules.NeverGetsTokensForItself(client) ||
		!slices.Contains(object.List(client, "grant_types"), "client_credentials") {
		return nil, answer.ErrGrantType
	}
	audience := request.audience
	if audience == "" {
		audience = object.Text(seen.Settings, "default_audience")
	}
	if audience == "" {
		return nil, &answer.TokenError{Status: http.StatusForbidden, Code: "access_denied", Description: "No audience " +
			"parameter was provided, and no default audience has been configured"}
	}
	api := seen.ResourceServerByIdentifier(seen.CanonicalAudience(audience, r.Host))
	if api == nil {
		return nil, &answer.TokenError{Status: http.StatusForbidden, Code: "access_denied", Description: "Service not " +
			"found: " + audience}
	}
	access := rules.IndexGrants(seen).Access(client, object.Text(api, "identifier"), api, "client")
	if !access.Reason.Allows() {
		return nil, rules.RefuseWithoutGrant(seen, client, audience)
	}
	organization, err := rules.TokenOrganization(seen, client, access.Grant, request.organization)
	if err != nil {
		return nil, err
	}
	scopes, err := rules.TokenScopes(seen, access, request.scope)
	if err != nil {
		return nil, err
	}
	lifetime, set := api["token_lifetime"].(float64)
	if !set {
		lifetime = defaultTokenLifetime
	}
	clientID := object.Text(client, "client_id")
	token, err := a.Keys.Sign(jwt.Claims{
		Issuer:   Issuer(r),
		Subject:  clientID + "@clients",
		Audience: jwt.Audience{audience},
		IssuedAt: jwt.NewNumericDate(now),
		Expiry:   jwt.NewNumericDate(now.Add(time.Duration(lifetime) * time.Second)),
		ID:       tenant.RandomText(22, tenant.Alphanumerics),
	}, AccessClaims{
		Scope: strings.Join(scopes, " "), AuthorizedParty: clientID, GrantType: "client-credentials",
		OrganizationID: object.Text(organization, "id"), OrganizationName: rules.OrganizationClaim(seen, organization),
	})
	if err != nil {
		return nil, err
	}
	given := object.Document{}.With("access_token", token)
	if len(scopes) > 0 {
		given = given.With("scope", strings.Join(scopes, " "))
	}
	return given.With("expires_in", int(lifetime)).With("token_type", "Bearer"), nil
}

// checkCeiling refuses a request beyond the rate limit policy of the application. A policy that redirects does so in
// browsers only.
//
// Assumption: requests are counted that authenticate; a redirecting policy blocks here; nothing shows that one allows.
func (a *API) checkCeiling(header http.Header, t *tenant.Tenant, client object.Object, now time.Time) error {
	policy, counter := rules.RateLimitPolicy(t, client)
	limit, isLimited := object.Child(policy, "configuration")["limit"].(float64)
	if !isLimited || a.ceilings.Take(counter, int(limit), now, header) ||
		object.Text(object.Child(policy, "configuration"), "action") == "log" {
		return nil
	}
	return answer.ErrCeiling
}

// authenticateClient finds the application that asks and checks its secret or its assertion.
func authenticateClient(t *tenant.Tenant, r *http.Request, request tokenRequest, now time.Time) (object.Object, error) {
	if request.assertion != "" {
		return verifyAssertion(t, r, request, now)
	}
	client := t.Clients.Get(request.clientID)
	if object.Text(client, "token_endpoint_auth_method") == "none" {
		return nil, answer.ErrGrantType
	}
	secret := object.Text(client, "client_secret")
	if secret == "" || secret != request.clientSecret || client["client_authentication_methods"] != nil {
		return nil, answer.ErrAccessDenied
	}
	// Assumption: the method must be the one that was set; without one, both are accepted.
	method := object.Text(client, "token_endpoint_auth_method")
	if (method == "client_secret_basic" && !request.basic) || (method == "client_secret_post" && request.basic) {
		return nil, answer.ErrAccessDenied
	}
	return client, nil
}

// AssertionType is the client_assertion_type of private_key_jwt.
const AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// assertionAlgorithms are the signatures Auth0 accepts of private_key_jwt.
var assertionAlgorithms = []jose.SignatureAlgorithm{jose.RS256, jose.RS384, jose.PS256}

// verifyAssertion checks a private_key_jwt assertion: signed with a credential the application authenticates with,
// issued by and about the application, for this tenant, and not expired.
func verifyAssertion(t *tenant.Tenant, r *http.Request, request tokenRequest, now time.Time) (object.Object, error) {
	parsed, err := jwt.ParseSigned(request.assertion, assertionAlgorithms)
	if err != nil || request.assertionType != AssertionType {
		return nil, answer.ErrAccessDenied
	}
	var claimed jwt.Claims
	if err := parsed.UnsafeClaimsWithoutVerification(&claimed); err != nil {
		return nil, answer.ErrAccessDenied
	}
	client := t.Clients.Get(claimed.Subject)
	if client == nil || claimed.Issuer != claimed.Subject ||
		(request.clientID != "" && request.clientID != claimed.Subject) {
		return nil, answer.ErrAccessDenied
	}
	for _, id := range rules.References(client) {
		credential := t.Credentials.Get(id)
		key, _, err := rules.ParsePublicKey(object.Text(credential, rules.CredentialPEM))
		if err != nil || parsed.Headers[0].Algorithm != object.Text(credential, "alg") {
			continue
		}
		var claims jwt.Claims
		if parsed.Claims(key, &claims) != nil || claims.Expiry == nil {
			continue
		}
		audiences := jwt.Audience{Issuer(r), strings.TrimSuffix(Issuer(r), "/"), Issuer(r) + "oauth/token"}
		if claims.ValidateWithLeeway(jwt.Expected{AnyAudience: audiences, Time: now}, 0) == nil && !expired(credential, now) {
			return client, nil
		}
	}
	return nil, answer.ErrAccessDenied
}

func expired(credential object.Object, now time.Time) bool {
	at, err := time.Parse(time.RFC3339, object.Text(credential, "expires_at"))
	return err == nil && !now.Before(at)
}
