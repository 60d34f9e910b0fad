package rules

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// refuseWithoutGrant refuses a token for an API that the application may not reach.
func refuseWithoutGrant(t *tenant.Tenant, client object.Object, audience string) *answer.TokenError {
	code := "access_denied"
	if t.Variants[tenant.TokensUnauthorizedClient] && IsThirdParty(client) {
		code = "unauthorized_client"
	}
	return &answer.TokenError{Status: http.StatusForbidden, Code: code, Description: fmt.Sprintf(
		`Client "%s" is not authorized to access resource server "%s". `+
			`You need to create a "client-grant" associated to this API.`,
		object.Text(client, "client_id"),
		audience,
	)}
}

// tokenScopes returns the scopes of a token: the requested ones, or all that apply. It refuses scopes beyond the grant.
//
// Assumption: several scopes in the refusal are joined by commas.
func tokenScopes(t *tenant.Tenant, access access, asked string) ([]string, error) {
	if strings.TrimSpace(asked) == "" {
		return access.Scopes, nil
	}
	wanted := strings.Fields(asked)
	missing := slices.DeleteFunc(slices.Clone(wanted), func(scope string) bool {
		return slices.Contains(access.Scopes, scope) || slices.Contains(access.Undefined, scope)
	})
	if len(missing) > 0 {
		return nil, &answer.TokenError{Status: http.StatusForbidden, Code: "access_denied", Description: "Client has not " +
			"been granted scopes: " + strings.Join(missing, ", ")}
	}
	if t.Variants[tenant.ScopesAsGranted] {
		return access.Scopes, nil
	}
	return slices.DeleteFunc(
		slices.Clone(access.Scopes),
		func(scope string) bool { return !slices.Contains(wanted, scope) },
	), nil
}

// tokenOrganization returns the organization that a token is for: the requested one, else the application's default;
// nil for none. The grant's organization_usage allows or requires an organization, and the organization must have the
// client grant.
//
// Assumption: the codes and wording, and that a grant without organization_usage, such as default permissions, allows
// no organization.
func tokenOrganization(t *tenant.Tenant, client, grant object.Object, asked string) (object.Object, error) {
	usage := object.Text(grant, "organization_usage")
	if asked == "" && namesOrganization(client, grant) {
		asked = defaultOrganization(client)
	}
	switch {
	case asked == "" && usage == "require":
		return nil, &answer.TokenError{Status: http.StatusBadRequest, Code: "invalid_request", Description: "parameter " +
			"organization is required for this client"}
	case asked == "":
		return nil, nil
	case usage == "" || usage == "deny":
		return nil, &answer.TokenError{Status: http.StatusBadRequest, Code: "invalid_request", Description: "parameter " +
			"organization is not allowed for this client"}
	}
	organization := organizationNamed(t, asked)
	if organization == nil {
		return nil, &answer.TokenError{Status: http.StatusBadRequest, Code: "invalid_request", Description: "parameter " +
			"organization is invalid: " + asked}
	}
	if !admitsGrant(t, client, grant, object.Text(organization, "id")) {
		return nil, &answer.TokenError{Status: http.StatusForbidden, Code: "access_denied", Description: fmt.Sprintf(
			`Client "%s" is not authorized to access organization "%s".`, object.Text(client, "client_id"), asked)}
	}
	return organization, nil
}

// namesOrganization reports whether every token of a grant is for an organization, because the grant requires one, or
// allows one and the application has a default.
func namesOrganization(client, grant object.Object) bool {
	usage := object.Text(grant, "organization_usage")
	return usage == "require" || (usage == "allow" && defaultOrganization(client) != "")
}

// admitsGrant reports whether an application may get tokens of a grant for an organization. For strict applications,
// allow_any_organization has no effect.
func admitsGrant(t *tenant.Tenant, client, grant object.Object, organizationID string) bool {
	return (object.Flag(grant, "allow_any_organization") && !IsStrict(client)) ||
		slices.Contains(
			t.OrganizationGrants,
			tenant.OrganizationClientGrant{OrganizationID: organizationID, GrantID: object.Text(grant, "id")},
		)
}

// defaultOrganization returns the organization of client_credentials requests that name none.
func defaultOrganization(client object.Object) string {
	preset := object.Child(client, "default_organization")
	if slices.Contains(object.List(preset, "flows"), "client_credentials") {
		return object.Text(preset, "organization_id")
	}
	return ""
}

// organizationNamed finds an organization by id or, if the tenant allows it, by name.
func organizationNamed(t *tenant.Tenant, idOrName string) object.Object {
	if organization := t.Organizations.Get(
		idOrName,
	); organization != nil ||
		!object.Flag(t.Settings, "allow_organization_name_in_authentication_api") {
		return organization
	}
	return t.Organizations.Find(
		func(organization object.Object) bool { return object.Text(organization, "name") == idOrName },
	)
}

// OrganizationClaim returns the claim org_name, which only tokens of tenants that allow names have.
func OrganizationClaim(t *tenant.Tenant, organization object.Object) string {
	if object.Flag(t.Settings, "allow_organization_name_in_authentication_api") {
		return object.Text(organization, "name")
	}
	return ""
}
