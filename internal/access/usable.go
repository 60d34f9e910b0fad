package access

import (
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// Answer is what is known about something.
type Answer int

// The answers.
const (
	Unknown Answer = iota
	No
	Yes
)

// Organizations says what access depends on beyond the rest of a tenant. Each question is asked only if the answer
// decides.
type Organizations interface {
	// Exist says whether there is any organization.
	Exist() Answer
	// Admit says whether any lets the application, which is strict, log its users in.
	Admit(clientID string) Answer
	// HaveGrant says whether any has the client grant of that id.
	HaveGrant(grantID string) Answer
}

// nothingKnown is the Organizations of a tenant without any.
type nothingKnown struct{}

func (nothingKnown) Exist() Answer           { return Unknown }
func (nothingKnown) Admit(string) Answer     { return Unknown }
func (nothingKnown) HaveGrant(string) Answer { return Unknown }

// obstacle returns why the application cannot, or perhaps cannot, get the tokens that are granted; empty if it can.
func (t Tenant) obstacle(application *auth0.Application, grant *grant, subjectType string) Reason {
	hasOrganization := t.hasOrganizationForUsers
	if subjectType == auth0.SubjectTypeClient {
		hasOrganization = t.hasOrganizationForItself
	}
	if reason := CannotAsk(application, subjectType); reason != "" {
		return reason
	}
	switch hasOrganization(application, grant) {
	case No:
		return NoOrganization
	case Unknown:
		return OrganizationUnknown
	default:
		return ""
	}
}

// CannotAsk says why the application can ask for no token of any API as a subject type: NoClientCredentials or
// NoGrantType, and empty if it can.
func CannotAsk(application *auth0.Application, subjectType string) Reason {
	if subjectType == auth0.SubjectTypeClient {
		return cannotAskForItself(application)
	}
	return cannotAskForUsers(application)
}

// cannotAskForItself says why the application cannot use client_credentials.
//
// Assumption: registered-client-credentials: in permissive mode, self-registered applications and those with a document
// may use the grant types that they have.
func cannotAskForItself(application *auth0.Application) Reason {
	switch {
	case application.IsPublic(), application.IsStrict() && application.IsSetUpFromOutside():
		return NoClientCredentials
	case !slices.Contains(application.GrantTypes, "client_credentials"):
		return NoGrantType
	default:
		return ""
	}
}

// userFlows are the grant types that begin a user's session. To strict applications only the first is open. The others
// that there are go on from tokens or steps before them, or are for the tenant's own applications.
//
// Assumption: user-flows: each of them gets a permissive application tokens for users.
var userFlows = []string{
	"authorization_code",
	"implicit",
	"http://auth0.com/oauth/grant-type/passwordless/otp",
	"urn:ietf:params:oauth:grant-type:device_code",
	"urn:ietf:params:oauth:grant-type:jwt-bearer",
	"urn:ietf:params:oauth:grant-type:token-exchange",
	"urn:okta:params:oauth:grant-type:webauthn",
	"urn:openid:params:grant-type:ciba",
}

// cannotAskForUsers says why no user can log in to the application.
func cannotAskForUsers(application *auth0.Application) Reason {
	flows := userFlows
	if application.IsStrict() {
		flows = flows[:1]
	}
	if !slices.ContainsFunc(flows, func(flow string) bool { return slices.Contains(application.GrantTypes, flow) }) {
		return NoGrantType
	}
	return ""
}

// hasOrganizationForItself says whether there is an organization to name in client_credentials, if one has to be named:
// that is asked, the grant requires it, or it allows it and the application has a default that stands in if none is
// named.
//
// Assumption: default-organization: a default without the client grant is refused, and not ignored.
func (t Tenant) hasOrganizationForItself(application *auth0.Application, grant *grant) Answer {
	isAllowed := grant != nil && allowsOrganizations(grant.OrganizationUsage)
	switch {
	case t.InOrganization && !isAllowed:
		return No
	case grant == nil:
		return Yes
	case !t.InOrganization && grant.OrganizationUsage != auth0.OrganizationsRequire &&
		(grant.OrganizationUsage != auth0.OrganizationsAllow || !hasDefaultOrganization(application)):
		return Yes
	case grant.AllowAnyOrganization && !application.IsStrict():
		return t.organizations().Exist()
	default:
		return t.organizations().HaveGrant(grant.ID)
	}
}

func allowsOrganizations(usage string) bool {
	return usage == auth0.OrganizationsAllow || usage == auth0.OrganizationsRequire
}

func hasDefaultOrganization(application *auth0.Application) bool {
	preset := application.DefaultOrganization
	return preset != nil && preset.OrganizationID != "" && slices.Contains(preset.Flows, "client_credentials")
}

// hasOrganizationForUsers says whether there is an organization to log in to, if that is asked or the application
// requires one.
//
// Assumption: users-of-organizations: permissive applications cannot log users in to organizations.
func (t Tenant) hasOrganizationForUsers(application *auth0.Application, _ *grant) Answer {
	switch {
	case t.InOrganization && !allowsOrganizations(application.OrganizationUsage):
		return No
	case !t.InOrganization && application.OrganizationUsage != auth0.OrganizationsRequire:
		return Yes
	case !application.IsStrict():
		return No
	default:
		return t.organizations().Admit(application.ClientID)
	}
}

func (t Tenant) organizations() Organizations {
	if t.Organizations == nil {
		return nothingKnown{}
	}
	return t.Organizations
}
