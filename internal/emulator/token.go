package emulator

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
)

// defaultTokenLifetime is how long an access token is valid when its API does not say, in seconds.
const defaultTokenLifetime = 86400

// tokenError is a refusal of the token endpoint.
//
// Assumption: all but those for a missing grant, for scopes that were not granted, and for the grant type of a public client.
type tokenError struct {
	status            int
	code, description string
}

func (e *tokenError) Error() string { return e.code + ": " + e.description }

func (e *tokenError) body() document {
	return document{}.with("error", e.code).with("error_description", e.description)
}

var (
	errAccessDenied = &tokenError{http.StatusUnauthorized, "access_denied", "Unauthorized"}
	errGrantType    = &tokenError{http.StatusForbidden, "unauthorized_client", "Grant type 'client_credentials' not allowed for the client."}
)

// tokenRequest is what an application asks of the token endpoint, from a form or a JSON body.
type tokenRequest struct {
	grantType, audience, scope, organization string
	clientID, clientSecret                   string
	assertion, assertionType                 string
	basic                                    bool
}

// token is POST /oauth/token. It knows one flow, client_credentials.
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	answer, err := s.grantToken(w, r)
	if err == nil {
		w.Header().Set("Cache-Control", "no-store")
		writeJSON(w, http.StatusOK, answer)
		return
	}
	var refusal *tokenError
	if !errors.As(err, &refusal) {
		refusal = &tokenError{http.StatusInternalServerError, "server_error", err.Error()}
	}
	writeJSON(w, refusal.status, refusal.body())
}

func (s *Server) grantToken(w http.ResponseWriter, r *http.Request) (document, error) {
	request, err := readTokenRequest(w, r)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.issue(r, request)
}

func readTokenRequest(w http.ResponseWriter, r *http.Request) (tokenRequest, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	values := url.Values{}
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if mediaType == "application/json" {
		var body map[string]any
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			return tokenRequest{}, &tokenError{http.StatusBadRequest, "invalid_request", "Invalid request payload JSON format"}
		}
		for key, value := range body {
			if s, isText := value.(string); isText {
				values.Set(key, s)
			}
		}
	} else {
		if err := r.ParseForm(); err != nil {
			return tokenRequest{}, &tokenError{http.StatusBadRequest, "invalid_request", "Invalid request payload"}
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
		return request, &tokenError{http.StatusBadRequest, "invalid_request", "Missing required parameter: grant_type"}
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
func (s *Server) issue(r *http.Request, request tokenRequest) (document, error) {
	if request.grantType != "client_credentials" {
		return nil, &tokenError{http.StatusForbidden, "unsupported_grant_type", "Unsupported grant type: " + request.grantType}
	}
	now := s.now()
	seen := s.seen(now)
	client, err := seen.authenticateClient(r, request, now)
	if err != nil {
		return nil, err
	}
	note(r).ClientID = text(client, "client_id")
	if neverGetsTokensForItself(client) || !slices.Contains(list(client, "grant_types"), "client_credentials") {
		return nil, errGrantType
	}
	audience := request.audience
	if audience == "" {
		audience = text(seen.settings, "default_audience")
	}
	if audience == "" {
		return nil, &tokenError{http.StatusForbidden, "access_denied", "No audience parameter was provided, and no default audience has been configured"}
	}
	api := seen.resourceServerByIdentifier(seen.canonicalAudience(audience, r.Host))
	if api == nil {
		return nil, &tokenError{http.StatusForbidden, "access_denied", "Service not found: " + audience}
	}
	access := seen.grantIndex().access(client, text(api, "identifier"), api, "client")
	if !access.reason.allows() {
		return nil, seen.withoutGrant(client, audience)
	}
	organization, err := seen.tokenOrganization(client, access.grant, request.organization)
	if err != nil {
		return nil, err
	}
	scopes, err := seen.tokenScopes(access, request.scope)
	if err != nil {
		return nil, err
	}
	lifetime, set := api["token_lifetime"].(float64)
	if !set {
		lifetime = defaultTokenLifetime
	}
	clientID := text(client, "client_id")
	token, err := s.keys.sign(jwt.Claims{
		Issuer:   issuer(r),
		Subject:  clientID + "@clients",
		Audience: jwt.Audience{audience},
		IssuedAt: jwt.NewNumericDate(now),
		Expiry:   jwt.NewNumericDate(now.Add(time.Duration(lifetime) * time.Second)),
		ID:       randomText(22, alphanumerics),
	}, accessClaims{
		Scope: strings.Join(scopes, " "), AuthorizedParty: clientID, GrantType: "client-credentials",
		OrganizationID: text(organization, "id"), OrganizationName: seen.organizationClaim(organization),
	})
	if err != nil {
		return nil, err
	}
	given := document{}.with("access_token", token)
	if len(scopes) > 0 {
		given = given.with("scope", strings.Join(scopes, " "))
	}
	return given.with("expires_in", int(lifetime)).with("token_type", "Bearer"), nil
}

// authenticateClient finds the application that asks and checks its secret or its assertion.
func (t *tenant) authenticateClient(r *http.Request, request tokenRequest, now time.Time) (object, error) {
	if request.assertion != "" {
		return t.verifyAssertion(r, request, now)
	}
	client := t.clients.get(request.clientID)
	if text(client, "token_endpoint_auth_method") == "none" {
		return nil, errGrantType
	}
	secret := text(client, "client_secret")
	if secret == "" || secret != request.clientSecret || client["client_authentication_methods"] != nil {
		return nil, errAccessDenied
	}
	// Assumption: the method must be the one that was set; without one, both are accepted.
	method := text(client, "token_endpoint_auth_method")
	if (method == "client_secret_basic" && !request.basic) || (method == "client_secret_post" && request.basic) {
		return nil, errAccessDenied
	}
	return client, nil
}

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// assertionAlgorithms are the signatures Auth0 accepts of private_key_jwt.
var assertionAlgorithms = []jose.SignatureAlgorithm{jose.RS256, jose.RS384, jose.PS256}

// verifyAssertion checks a private_key_jwt assertion: signed with a credential the application authenticates with, issued
// by and about the application, for this tenant, and not expired.
func (t *tenant) verifyAssertion(r *http.Request, request tokenRequest, now time.Time) (object, error) {
	parsed, err := jwt.ParseSigned(request.assertion, assertionAlgorithms)
	if err != nil || request.assertionType != assertionType {
		return nil, errAccessDenied
	}
	var claimed jwt.Claims
	if err := parsed.UnsafeClaimsWithoutVerification(&claimed); err != nil {
		return nil, errAccessDenied
	}
	client := t.clients.get(claimed.Subject)
	if client == nil || claimed.Issuer != claimed.Subject || (request.clientID != "" && request.clientID != claimed.Subject) {
		return nil, errAccessDenied
	}
	for _, id := range references(client) {
		credential := t.credentials.get(id)
		key, _, err := parsePublicKey(text(credential, pemMember))
		if err != nil || parsed.Headers[0].Algorithm != text(credential, "alg") {
			continue
		}
		var claims jwt.Claims
		if parsed.Claims(key, &claims) != nil || claims.Expiry == nil {
			continue
		}
		audiences := jwt.Audience{issuer(r), strings.TrimSuffix(issuer(r), "/"), issuer(r) + "oauth/token"}
		if claims.ValidateWithLeeway(jwt.Expected{AnyAudience: audiences, Time: now}, 0) == nil && !expired(credential, now) {
			return client, nil
		}
	}
	return nil, errAccessDenied
}

func expired(credential object, now time.Time) bool {
	at, err := time.Parse(time.RFC3339, text(credential, "expires_at"))
	return err == nil && !now.Before(at)
}
