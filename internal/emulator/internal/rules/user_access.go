package rules

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// OfflineAccess is the scope that requests a refresh token.
const OfflineAccess = "offline_access"

// identityScopes are the scopes of OpenID Connect, which no API defines.
var identityScopes = []string{"openid", "profile", "email", "address", "phone", OfflineAccess}

// UserAccess is the access to an API that an application gets on behalf of a user.
type UserAccess struct {
	API    object.Object // nil for none
	Scopes []string
	// Details are the rich authorization requests, nil for none.
	Details []any
}

// Audience is the identifier of the API, "" for none.
func (a UserAccess) Audience() string { return object.Text(a.API, "identifier") }

// Offline reports whether the application gets a refresh token.
func (a UserAccess) Offline() bool { return slices.Contains(a.Scopes, OfflineAccess) }

// askedAudience returns the API that a request names: its audience or, in tenants with the compatibility profile, its
// resource; "" for none.
func askedAudience(t *tenant.Tenant, parameters url.Values) string {
	audience := parameters.Get("audience")
	if audience == "" && object.Text(t.Settings, "resource_parameter_profile") == "compatibility" {
		audience = parameters.Get("resource")
	}
	return audience
}

// accessForUsers decides about the access to the API that an application requests.
//
// Assumption: a strict application that requests no API is refused, because it gets no ID token either.
func accessForUsers(t *tenant.Tenant, client object.Object, parameters url.Values, host string) (UserAccess, error) {
	resources := parameters["resource"]
	if len(resources) > 1 && object.Text(t.Settings, "resource_parameter_profile") == "compatibility" {
		return UserAccess{}, refuseLogin("invalid_request", "parameter resource must not be repeated")
	}
	audience := cmp.Or(askedAudience(t, parameters), object.Text(t.Settings, "default_audience"))
	asked := strings.Fields(parameters.Get("scope"))
	if audience == "" {
		if IsStrict(client) {
			return UserAccess{}, refuseLogin("invalid_request", "No audience parameter was provided, and no default audience "+
				"has been configured")
		}
		return UserAccess{Scopes: identityScopesOf(client, nil, asked)}, nil
	}
	return accessOf(t, client, audience, asked, parameters.Get("authorization_details"), host)
}

// AccessToAPI decides which of the scopes of an earlier login the application may have now. The audience is "" for no
// API.
func AccessToAPI(
	t *tenant.Tenant, client object.Object, audience string, scopes []string, host string,
) (UserAccess, error) {
	if audience == "" {
		return UserAccess{Scopes: identityScopesOf(client, nil, scopes)}, nil
	}
	return accessOf(t, client, audience, scopes, "", host)
}

func accessOf(
	t *tenant.Tenant, client object.Object, audience string, asked []string, details, host string,
) (UserAccess, error) {
	api := t.ResourceServerByIdentifier(t.CanonicalAudience(audience, host))
	if api == nil {
		return UserAccess{}, refuseLogin("access_denied", "Service not found: "+audience)
	}
	granted := IndexGrants(t).Access(client, object.Text(api, "identifier"), api, "user")
	if !granted.Reason.Allows() {
		return UserAccess{}, refuseUserAccess(t, client, audience)
	}
	scopes := identityScopesOf(client, api, asked)
	for _, scope := range asked {
		if slices.Contains(granted.Scopes, scope) && !slices.Contains(scopes, scope) {
			scopes = append(scopes, scope)
		}
	}
	checked, err := authorizationDetails(client, granted.Grant, api, details)
	return UserAccess{API: api, Scopes: scopes, Details: checked}, err
}

// refuseUserAccess refuses a login for an API that the application may not reach on behalf of users.
func refuseUserAccess(t *tenant.Tenant, client object.Object, audience string) error {
	code := "unauthorized_client"
	if t.Variants[tenant.LoginsInvalidRequest] {
		code = "invalid_request"
	}
	return &answer.TokenError{Status: http.StatusForbidden, Code: code, Description: fmt.Sprintf(
		`Client "%s" is not authorized to access resource server "%s".`, PublicID(client), audience)}
}

// identityScopesOf returns the requested scopes of OpenID Connect that the application gets. A strict application gets
// only offline_access, if it has the grant type refresh_token and the API allows it.
func identityScopesOf(client, api object.Object, asked []string) []string {
	var scopes []string
	mayRefresh := mayAsk(client, "refresh_token") && (api == nil || object.Flag(api, "allow_offline_access"))
	for _, scope := range identityScopes {
		switch {
		case !slices.Contains(asked, scope):
		case scope == OfflineAccess && mayRefresh:
			scopes = append(scopes, scope)
		case scope != OfflineAccess && !IsStrict(client):
			scopes = append(scopes, scope)
		}
	}
	return scopes
}

// authorizationDetails reads rich authorization requests, and refuses types that the API does not define or the grant
// does not contain.
//
// Assumption: the wording; an application without a grant may use all types of the API.
func authorizationDetails(client, grant, api object.Object, given string) ([]any, error) {
	if given == "" {
		return nil, nil
	}
	var details []any
	if json.Unmarshal([]byte(given), &details) != nil {
		return nil, refuseLogin("invalid_authorization_details", "authorization_details is not a JSON array")
	}
	known := []string{}
	for _, defined := range object.Objects(api["authorization_details"]) {
		known = append(known, object.Text(defined, "type"))
	}
	if grant != nil || IsStrict(client) {
		granted := object.List(grant, "authorization_details_types")
		known = slices.DeleteFunc(known, func(name string) bool { return !slices.Contains(granted, name) })
	}
	for _, detail := range details {
		one, _ := detail.(object.Object)
		if name := object.Text(one, "type"); !slices.Contains(known, name) {
			return nil, refuseLogin("invalid_authorization_details", "authorization_details type is not allowed: "+name)
		}
	}
	return details, nil
}
