package rules

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// replacedTokens is the member of a family with its replaced tokens: the hash of each, and the time.
const replacedTokens = "replaced"

// keptReplaced is how many replaced tokens a family keeps. An older one is unknown.
const keptReplaced = 1000

// NewRefreshToken returns the first refresh token of a login, and its family.
func NewRefreshToken(client, family object.Object, now time.Time) (string, object.Object) {
	value := "v1." + tenant.RandomText(43, tenant.SecretSymbols)
	family["client_id"], family["token"] = client["client_id"], value
	settings := object.Child(client, "refresh_token")
	family["rotating"] = object.Text(settings, "rotation_type") == "rotating"
	ApplyRefreshTokenDefaults(family, now)
	family[currentTokens] = object.Array(object.Text(family, TokenHash))
	delete(family, TokenHash)
	setLifetime(settings, family, "token_lifetime", "expires_at", now)
	setLifetime(settings, family, "idle_token_lifetime", "idle_expires_at", now)
	return value, family
}

// setLifetime sets the end of a family, unless the application's tokens do not expire.
func setLifetime(settings, family object.Object, lifetime, member string, now time.Time) {
	seconds, limited := settings[lifetime].(float64)
	if object.Text(settings, "expiration_type") == "expiring" && limited && !object.Flag(settings, "infinite_"+lifetime) {
		family[member] = now.Add(time.Duration(seconds) * time.Second).UTC().Format(object.TimeFormat)
	}
}

// RefreshTokenNamed returns the family of a refresh token, nil if there is none.
func RefreshTokenNamed(t *tenant.Tenant, value string) object.Object {
	hash := HashToken(value)
	return t.RefreshTokens.Find(func(family object.Object) bool {
		return slices.Contains(valid(family), hash) || replacedAt(family, hash) != ""
	})
}

// currentTokens is the member of a family with the hashes of its valid tokens.
const currentTokens = "current"

// valid returns the hashes of a family's valid tokens.
func valid(family object.Object) []string {
	if hash := object.Text(family, TokenHash); hash != "" {
		return append(object.List(family, currentTokens), hash)
	}
	return object.List(family, currentTokens)
}

// replacedAt returns when a token of a family was replaced, "" if it was not.
func replacedAt(family object.Object, hash string) string {
	for _, one := range object.Objects(family[replacedTokens]) {
		if object.Text(one, TokenHash) == hash {
			return object.Text(one, "at")
		}
	}
	return ""
}

// CheckRefreshToken refuses a token that has expired, or that was replaced longer ago than the application's leeway.
// The latter ends its family, because the token may have been stolen.
//
// Assumption: the wording.
func CheckRefreshToken(t *tenant.Tenant, client, family object.Object, value string, now time.Time) error {
	if isOver(family, now) {
		return refuseRefresh("Unknown or invalid refresh token.")
	}
	at := replacedAt(family, HashToken(value))
	leeway, _ := object.Child(client, "refresh_token")["leeway"].(float64)
	replaced, err := time.Parse(object.TimeFormat, at)
	if at != "" && (err != nil || leeway == 0 || now.After(replaced.Add(time.Duration(leeway)*time.Second))) {
		t.RefreshTokens.Remove(object.Text(family, "id"))
		return refuseRefresh("The refresh token was used before, so all tokens that came of it are revoked.")
	}
	return nil
}

// isOver reports whether a family has ended.
func isOver(family object.Object, now time.Time) bool {
	for _, member := range []string{"expires_at", "idle_expires_at"} {
		if end, err := time.Parse(object.TimeFormat, object.Text(family, member)); err == nil && !now.Before(end) {
			return true
		}
	}
	return false
}

// ForgetRefreshTokens removes the families that have ended.
func ForgetRefreshTokens(t *tenant.Tenant, now time.Time) {
	t.RefreshTokens.RemoveWhere(func(family object.Object) bool { return isOver(family, now) })
}

func refuseRefresh(description string) error {
	return &answer.TokenError{Status: http.StatusForbidden, Code: "invalid_grant", Description: description}
}

// ExchangeRefreshToken records the use of a token. If the application's tokens rotate, it replaces the token and
// returns the new one, otherwise "".
func ExchangeRefreshToken(t *tenant.Tenant, client, family object.Object, value string, now time.Time) string {
	next := maps.Clone(family)
	next["last_exchanged_at"] = now.UTC().Format(object.TimeFormat)
	settings := object.Child(client, "refresh_token")
	setLifetime(settings, next, "idle_token_lifetime", "idle_expires_at", now)
	replacement := ""
	if object.Text(settings, "rotation_type") == "rotating" {
		replacement = "v1." + tenant.RandomText(43, tenant.SecretSymbols)
		hash := HashToken(value)
		remaining := slices.DeleteFunc(valid(family), func(other string) bool { return other == hash })
		delete(next, TokenHash)
		next[currentTokens] = object.Array(append(remaining, HashToken(replacement))...)
		if replacedAt(family, hash) == "" {
			before, _ := family[replacedTokens].([]any)
			before = before[max(0, len(before)-keptReplaced+1):]
			next[replacedTokens] = append(slices.Clone(before), object.Object{TokenHash: hash, "at": next["last_exchanged_at"]})
		}
	}
	t.RefreshTokens.Set(object.Text(family, "id"), next)
	return replacement
}

// RefreshedAPI returns the API that new tokens are for, with the scopes of the login: the API of the login, or another
// one that the request names and the application's refresh token policies contain.
//
// Assumption: any other API is refused, and not replaced with that of the login.
func RefreshedAPI(t *tenant.Tenant, client, family object.Object, form url.Values) (string, []string, error) {
	asked := askedAudience(t, form)
	for _, api := range object.Objects(family["resource_servers"]) {
		if audience := object.Text(api, "audience"); asked == "" || asked == audience {
			return audience, strings.Fields(object.Text(api, "scopes")), nil
		}
	}
	for _, policy := range object.Objects(object.Child(client, "refresh_token")["policies"]) {
		if object.Text(policy, "audience") == asked {
			return asked, object.List(policy, "scope"), nil
		}
	}
	return "", nil, &answer.TokenError{
		Status: http.StatusForbidden, Code: "access_denied", Description: "The refresh token is not for the API " + asked,
	}
}

// RevokeRefreshToken ends the family of a token of the application.
//
// Assumption: as in RFC 7009, the token of another application is refused, and an unknown token is no error.
func RevokeRefreshToken(t *tenant.Tenant, client object.Object, value string) error {
	family := RefreshTokenNamed(t, value)
	switch {
	case family == nil:
		return nil
	case family["client_id"] != client["client_id"]:
		return refuseLogin("invalid_request", "The token was issued to another client")
	}
	t.RefreshTokens.Remove(object.Text(family, "id"))
	return nil
}
