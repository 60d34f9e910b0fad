package rules

import (
	"maps"
	"slices"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// Consent is the consent that a user is asked for.
type Consent struct {
	ClientID, UserID, Audience, OrganizationID string
	Scopes                                     []string
}

// find returns the consent that the user has given to the application for the API in the organization, nil for none.
func (c Consent) find(t *tenant.Tenant) object.Object {
	return t.UserGrants.Find(func(grant object.Object) bool {
		return object.Text(grant, "user_id") == c.UserID && object.Text(grant, "clientID") == c.ClientID &&
			object.Text(grant, "audience") == c.Audience && object.Text(grant, "organization_id") == c.OrganizationID
	})
}

// IsGiven reports whether the user has given all of the consent before.
func (c Consent) IsGiven(t *tenant.Tenant) bool {
	given := c.find(t)
	return given != nil && !slices.ContainsFunc(c.Scopes, func(scope string) bool {
		return !slices.Contains(object.List(given, "scope"), scope)
	})
}

// Give adds the consent to those that the user has given before.
func (c Consent) Give(t *tenant.Tenant, now time.Time) {
	if given := c.find(t); given != nil {
		next := maps.Clone(given)
		scopes := object.List(given, "scope")
		for _, scope := range c.Scopes {
			if !slices.Contains(scopes, scope) {
				scopes = append(scopes, scope)
			}
		}
		next["scope"] = object.Array(scopes...)
		t.UserGrants.Set(object.Text(given, "id"), next)
		return
	}
	grant := object.Object{
		"id": tenant.NewUserGrantID(), "clientID": c.ClientID, "user_id": c.UserID, "audience": c.Audience,
		"scope": object.Array(c.Scopes...),
	}
	if c.OrganizationID != "" {
		grant["organization_id"] = c.OrganizationID
	}
	t.UserGrants.Add(object.Text(grant, "id"), grant, now)
}

// AsksForConsent reports whether users are asked before the application gets access. Third-party applications always
// ask; a first-party application asks unless the API skips consent for such applications.
//
// Assumption: a first-party application that requests no API does not ask its users.
func AsksForConsent(client, api object.Object) bool {
	return IsThirdParty(client) || (api != nil && !object.Flag(api, "skip_consent_for_verifiable_first_party_clients"))
}

// ConsentTexts are the texts for scopes on the consent page: their names or, in tenants that say so, the descriptions
// of those that have one.
func ConsentTexts(t *tenant.Tenant, api object.Object, scopes []string) []string {
	texts := slices.Clone(scopes)
	if !object.Flag(object.Child(t.Settings, "flags"), "use_scope_descriptions_for_consent") {
		return texts
	}
	for _, defined := range object.Objects(api["scopes"]) {
		if i := slices.Index(scopes, object.Text(defined, "value")); i >= 0 && object.Text(defined, "description") != "" {
			texts[i] = object.Text(defined, "description")
		}
	}
	return texts
}
