package accesscheck

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/accesscheck/judge"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// Check answers a question about the client's tenant. A missing scope is no error; it makes conditions unknown.
func Check(ctx context.Context, client *auth0.Client, question judge.Question) (judge.Result, error) {
	return judge.Judge(question, &tenant{ctx, client, question})
}

// FirstPartyError reports that the question is about a first-party application.
type FirstPartyError struct{ Application *auth0.Application }

// Error names the application.
func (e *FirstPartyError) Error() string {
	return "the application " + e.Application.ClientID + " is first-party"
}

// tenant reads what a judgement depends on.
type tenant struct {
	ctx      context.Context //nolint:containedctx // of the one check that this is made for
	client   *auth0.Client
	question judge.Question
}

var _ judge.Tenant = (*tenant)(nil)

func (t *tenant) Application() (*auth0.Application, error) {
	application, err := orNil(t.client.ReadApplication(t.ctx, t.question.ClientID, auth0.FreshInApply))
	if err == nil && application != nil && !application.IsThirdParty() {
		return nil, &FirstPartyError{application}
	}
	return application, err
}

func (t *tenant) Settings() (*auth0.TenantSettings, error) {
	return t.client.ReadTenantSettings(t.ctx, auth0.FreshInApply)
}

func (t *tenant) API() (*auth0.API, error) {
	api, err := orNil(t.client.ReadAPI(t.ctx, t.question.Audience, auth0.FreshInApply))
	if api != nil {
		_, isSystem := t.client.SystemAPI(api.Identifier)
		marked := *api
		marked.IsSystem = api.IsSystem || isSystem
		return &marked, err
	}
	return api, err
}

func (t *tenant) OwnGrant() (*auth0.ClientGrant, error) {
	return t.client.FindClientGrant(t.ctx, auth0.ClientGrantFilter{
		ClientID: t.question.ClientID, Audience: t.question.Audience, SubjectType: t.question.SubjectType,
	})
}

func (t *tenant) DefaultPermissions() (*auth0.ClientGrant, error) {
	return t.client.FindClientGrant(t.ctx, auth0.ClientGrantFilter{
		DefaultFor: auth0.DefaultForThirdPartyClients, Audience: t.question.Audience, SubjectType: t.question.SubjectType,
	})
}

func (t *tenant) Connections() ([]auth0.Connection, error) {
	if t.question.Connection != "" {
		return t.client.FindConnections(t.ctx, t.question.Connection)
	}
	return t.client.ListConnections(t.ctx)
}

func (t *tenant) Organization(id string) (*auth0.Organization, error) {
	return orNil(t.client.ReadOrganization(t.ctx, id, auth0.FreshInApply))
}

func (t *tenant) Association(organizationID string) (*auth0.OrganizationApplication, error) {
	if t.question.ClientID == "" {
		return nil, nil
	}
	id := t.question.ClientID
	return orNil(t.client.ReadOrganizationApplication(t.ctx, organizationID, id, auth0.FreshInApply))
}

func (t *tenant) HasGrant(organizationID, grantID string) (bool, error) {
	grants, err := t.client.ListOrganizationGrants(t.ctx, organizationID)
	return slices.ContainsFunc(grants, func(grant auth0.ClientGrant) bool { return grant.ID == grantID }), err
}

func (t *tenant) EnabledConnections(organizationID string) ([]auth0.OrganizationConnection, error) {
	return t.client.ListOrganizationConnections(t.ctx, organizationID)
}

func (t *tenant) HasConsent(organizationID string, scopes []string) (bool, error) {
	covers := func(consent auth0.Consent) bool {
		isMissing := func(scope string) bool { return !slices.Contains(consent.Scopes, scope) }
		return consent.OrganizationID == organizationID && !slices.ContainsFunc(scopes, isMissing)
	}
	consent, err := t.client.FindConsent(t.ctx, t.question.ClientID, t.question.Audience, covers)
	return consent != nil, err
}

func (t *tenant) ActiveRules() ([]auth0.Extension, error) {
	return orNone(t.client.ListActiveRules(t.ctx))
}

func (t *tenant) ActiveExchangeHooks() ([]auth0.Extension, error) {
	return orNone(t.client.ListActiveExchangeHooks(t.ctx))
}

func (t *tenant) RateLimitPolicies() ([]auth0.RateLimitPolicy, error) {
	var policies []auth0.RateLimitPolicy
	for policy, err := range t.client.EachRateLimitPolicy(t.ctx) {
		if err != nil {
			return orNone(policies, err)
		}
		policies = append(policies, policy)
	}
	return policies, nil
}

// orNil returns nil, without an error, for an object that does not exist.
func orNil[T any](found *T, err error) (*T, error) {
	if auth0.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

// orNone returns nothing, without an error, if the tenant lacks the feature because of its plan or because Auth0
// removed it.
//
// Assumption: features-that-are-gone: a tenant that refuses such a listing, but not for want of a scope, has none.
func orNone[T any](listed []T, err error) ([]T, error) {
	var refusal *auth0.Error
	if !errors.As(err, &refusal) || auth0.IsScope(err) {
		return listed, err
	}
	switch refusal.StatusCode {
	case http.StatusForbidden, http.StatusNotFound, http.StatusGone:
		return nil, nil
	}
	return listed, err
}
