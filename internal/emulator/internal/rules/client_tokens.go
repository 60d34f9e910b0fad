package rules

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// ClientToken is the decision about a token that is for no user.
type ClientToken struct {
	Audience     string // as the application names the API
	API          object.Object
	Organization object.Object // nil for none
	Scopes       []string
}

// CheckClientToken decides whether an application gets a token for a client_credentials request. Like [CheckLogin] it
// returns the conditions in the order in which it checks them. It stops if the application has no access to the API.
func CheckClientToken(
	t *tenant.Tenant, client object.Object, parameters url.Values, host string,
) (ClientToken, []Condition) {
	conditions := []Condition{{"grant_type", checkClientCredentials(client)}}
	token := ClientToken{
		Audience: cmp.Or(parameters.Get("audience"), object.Text(t.Settings, "default_audience")),
	}
	access, err := accessForItself(t, client, &token, host)
	conditions = append(conditions, Condition{"api_access", err})
	if err != nil {
		return token, conditions
	}
	token.Organization, err = tokenOrganization(t, client, access.Grant, parameters.Get("organization"))
	conditions = append(conditions, Condition{"organization", err})
	token.Scopes, err = tokenScopes(t, access, parameters.Get("scope"))
	return token, append(conditions, Condition{"scopes", err})
}

func checkClientCredentials(client object.Object) error {
	if neverGetsTokensForItself(client) ||
		!slices.Contains(object.List(client, "grant_types"), "client_credentials") {
		return answer.ErrGrantType
	}
	return nil
}

// accessForItself finds the API of a token, and the application's access to it.
func accessForItself(t *tenant.Tenant, client object.Object, token *ClientToken, host string) (access, error) {
	if token.Audience == "" {
		return access{}, deny("No audience parameter was provided, and no default audience has been configured")
	}
	token.API = t.ResourceServerByIdentifier(t.CanonicalAudience(token.Audience, host))
	if token.API == nil {
		return access{}, deny("Service not found: " + token.Audience)
	}
	granted := IndexGrants(t).Access(client, object.Text(token.API, "identifier"), token.API, "client")
	if !granted.Reason.Allows() {
		return granted, refuseWithoutGrant(t, client, token.Audience)
	}
	return granted, nil
}

func deny(description string) error {
	return &answer.TokenError{Status: http.StatusForbidden, Code: "access_denied", Description: description}
}
