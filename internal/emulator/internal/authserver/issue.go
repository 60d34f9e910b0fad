package authserver

import (
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/traffic"
)

// Default lifetimes of tokens, in seconds.
const (
	accessTokenLifetime = 86400
	idTokenLifetime     = 36000
)

// AccessClaims are the claims of an access token beside the registered ones.
type AccessClaims struct {
	Scope            string `json:"scope,omitempty"`
	AuthorizedParty  string `json:"azp,omitempty"`       // of the dialect access_token
	ClientID         string `json:"client_id,omitempty"` // of RFC 9068
	GrantType        string `json:"gty,omitempty"`
	OrganizationID   string `json:"org_id,omitempty"`
	OrganizationName string `json:"org_name,omitempty"`
	// Permissions are those of the dialects that end in _authz, nil for others.
	Permissions  any            `json:"permissions,omitempty"`
	Details      []any          `json:"authorization_details,omitempty"`
	Confirmation *confirmation  `json:"cnf,omitempty"`
	Audiences    []string       `json:"-"`
	Subject      string         `json:"-"`
	Organization map[string]any `json:"-"`
}

// confirmation binds a token to a key.
type confirmation struct {
	Thumbprint string `json:"jkt"`
}

// accessToken makes an access token for an API, in the dialect of the API, and returns its lifetime. nil is the API of
// the user's own profile.
//
// Assumption: a user has every requested permission, because roles are not emulated.
func (c *call) accessToken(api object.Object, scopes []string, claims AccessClaims) (string, int, error) {
	clientID, dialect, kind := rules.PublicID(c.client), object.Text(api, "token_dialect"), "JWT"
	if strings.HasPrefix(dialect, "rfc9068_profile") {
		claims.ClientID, claims.GrantType, kind = clientID, "", "at+jwt"
	} else {
		claims.AuthorizedParty = clientID
	}
	if strings.HasSuffix(dialect, "_authz") {
		claims.Permissions = slices.DeleteFunc(slices.Clone(scopes), func(scope string) bool {
			return !slices.ContainsFunc(object.Objects(api["scopes"]), func(defined object.Object) bool {
				return object.Text(defined, "value") == scope
			})
		})
	}
	if c.proofKey != "" {
		claims.Confirmation = &confirmation{c.proofKey}
	}
	claims.Scope = strings.Join(scopes, " ")
	claims.OrganizationID = object.Text(claims.Organization, "id")
	claims.OrganizationName = rules.OrganizationClaim(c.seen, claims.Organization)
	traffic.Note(c.request).Issued = &traffic.Issued{Audiences: claims.Audiences, Scope: claims.Scope}
	lifetime, set := api["token_lifetime"].(float64)
	if !set {
		lifetime = accessTokenLifetime
	}
	token, err := c.server.Keys.Sign(kind, jwt.Claims{
		Issuer:   Issuer(c.request),
		Subject:  claims.Subject,
		Audience: claims.Audiences,
		IssuedAt: jwt.NewNumericDate(c.now),
		Expiry:   jwt.NewNumericDate(c.now.Add(time.Duration(lifetime) * time.Second)),
		ID:       tenant.RandomText(22, tenant.Alphanumerics),
	}, claims)
	return token, int(lifetime), err
}

// tokenType is the scheme with which an access token must be sent.
func (c *call) tokenType() string {
	if c.proofKey != "" {
		return "DPoP"
	}
	return "Bearer"
}

// tokensFor makes the access token of a login and, if the login asked for it, the ID token.
func (c *call) tokensFor(l *login, api object.Object, scopes []string) (object.Document, error) {
	userInfo := Issuer(c.request) + "userinfo"
	audiences := []string{userInfo}
	if api != nil {
		audiences = []string{object.Text(api, "identifier")}
		if slices.Contains(scopes, "openid") {
			audiences = append(audiences, userInfo)
		}
	}
	token, lifetime, err := c.accessToken(api, scopes, AccessClaims{
		Audiences: audiences, Subject: l.userID, Organization: c.seen.Organizations.Get(l.organizationID), Details: l.details,
	})
	if err != nil {
		return nil, err
	}
	given := object.Document{}.With("access_token", token)
	if slices.Contains(scopes, "openid") {
		idToken, err := c.idToken(l, scopes)
		if err != nil {
			return nil, err
		}
		given = given.With("id_token", idToken)
	}
	if len(scopes) > 0 {
		given = given.With("scope", strings.Join(scopes, " "))
	}
	if l.details != nil {
		given = given.With("authorization_details", l.details)
	}
	return given.With("expires_in", lifetime).With("token_type", c.tokenType()), nil
}

// idToken makes the ID token of a login. Strict applications never have the scope that asks for one.
//
// Assumption: it is signed with RS256, whatever the application has configured.
func (c *call) idToken(l *login, scopes []string) (string, error) {
	lifetime, set := object.Child(c.client, "jwt_configuration")["lifetime_in_seconds"].(float64)
	if !set {
		lifetime = idTokenLifetime
	}
	claims := profile(c.current.Users.Get(l.userID), scopes)
	claims["sid"], claims["auth_time"] = l.sessionID, l.at.Unix()
	if l.nonce != "" {
		claims["nonce"] = l.nonce
	}
	if organization := c.seen.Organizations.Get(l.organizationID); organization != nil {
		claims["org_id"] = l.organizationID
		if name := rules.OrganizationClaim(c.seen, organization); name != "" {
			claims["org_name"] = name
		}
	}
	return c.server.Keys.Sign("JWT", jwt.Claims{
		Issuer:   Issuer(c.request),
		Subject:  l.userID,
		Audience: jwt.Audience{rules.PublicID(c.client)},
		IssuedAt: jwt.NewNumericDate(c.now),
		Expiry:   jwt.NewNumericDate(c.now.Add(time.Duration(lifetime) * time.Second)),
	}, claims)
}

// profile returns the claims of a user that the scopes show.
func profile(user object.Object, scopes []string) object.Object {
	claims := object.Object{"sub": user["user_id"]}
	if slices.Contains(scopes, "profile") {
		claims["name"], claims["nickname"] = user["name"], user["name"]
	}
	if slices.Contains(scopes, "email") {
		claims["email"], claims["email_verified"] = user["email"], true
	}
	return claims
}
