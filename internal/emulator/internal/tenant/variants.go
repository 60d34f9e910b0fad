package tenant

import (
	"fmt"
	"slices"
	"strings"
)

// Variant is one of several behaviours in which tenants of Auth0 differ, or about which sources disagree.
type Variant struct {
	// Name is its name in seeds and on the command line.
	Name string
	// Subject is the behaviour in which tenants differ. A tenant has one variant of each subject.
	Subject string
	// Meaning says what such a tenant does, and how reliable the source is.
	Meaning string
	// Default says that a tenant has it unless another variant of the subject is named.
	Default bool
	// AboutLogins says that only logins and tokens differ, and no answer of the Management API does.
	AboutLogins bool
}

// The variants, by subject.
const (
	StrictByDefault     = "strict-by-default"
	PermissiveByDefault = "permissive-by-default"

	RegistrationModeOmitted  = "registration-mode-omitted"
	RegistrationModeInAnswer = "registration-mode-in-answer"
	RegistrationModeShown    = "registration-mode-shown"

	UnknownScopesAccepted = "unknown-scopes-accepted"
	UnknownScopesRefused  = "unknown-scopes-refused"

	CimdMembersOmitted = "cimd-members-omitted"
	CimdMembersShown   = "cimd-members-shown"

	previewWithReadScope   = "preview-with-read-scope"
	PreviewWithWriteScopes = "preview-with-write-scopes"

	documentsOfEveryTenant = "documents-in-every-tenant"
	DocumentsWithSetting   = "documents-with-setting"

	RedirectionPolicyAccepted = "redirection-policy-accepted"
	RedirectionPolicyRefused  = "redirection-policy-refused"

	OrganizationsAccepted = "organizations-accepted"
	OrganizationsRefused  = "organizations-refused"

	policyReplaced = "policy-replaced"
	PolicyMerged   = "policy-merged"

	applicationAccessOffered = "application-access-offered"
	ApplicationAccessMissing = "application-access-missing"

	TokensAccessDenied       = "access-denied"
	TokensUnauthorizedClient = "unauthorized-client"

	scopesAsRequested = "scopes-as-requested"
	ScopesAsGranted   = "scopes-as-granted"

	KidThumbprint = "kid-thumbprint"
	KidRandom     = "kid-random"

	loginsUnauthorizedClient = "login-unauthorized-client"
	LoginsInvalidRequest     = "login-invalid-request"

	consentKeepsRefreshTokens = "consent-keeps-refresh-tokens"
	ConsentTakesRefreshTokens = "consent-takes-refresh-tokens"

	refreshTokensOffered = "refresh-token-calls-offered"
	RefreshTokensMissing = "refresh-token-calls-missing"

	fourKeys = "four-keys"
	TwoKeys  = "two-keys"
)

// subjects are all variants. The first of each subject is the behaviour of a tenant made today, or of the newest
// evidence.
var subjects = []struct {
	subject string
	choices [][2]string // name and meaning
}{
	{"default security mode", [][2]string{
		{StrictByDefault, "third-party applications made or registered without a mode are strict (documented)"},
		{PermissiveByDefault, "they are permissive, as in tenants of before April 2026 (recorded)"},
	}},
	{"registration mode", [][2]string{
		{RegistrationModeOmitted, "dynamic_client_registration_security_mode can be set, and no answer shows it (reported)"},
		{RegistrationModeInAnswer, "the answer to the PATCH that sets it shows it, reads do not (not known either way)"},
		{RegistrationModeShown, "every answer shows it once it is set, as in tenants of before April 2026 (recorded)"},
	}},
	{"unknown scopes", [][2]string{
		{UnknownScopesAccepted, "a client grant may name scopes that the API does not define (recorded)"},
		{UnknownScopesRefused, "they are refused with 400 (reported)"},
	}},
	{"CIMD answers", [][2]string{
		{CimdMembersOmitted, "the answer to a PATCH of a CIMD application lacks external_client_id and its two siblings " +
			"(recorded)"},
		{CimdMembersShown, "it has them, as a read does"},
	}},
	{"previews of documents", [][2]string{
		{previewWithReadScope, "a preview of a metadata document takes read:clients (Auth0's OpenAPI document)"},
		{PreviewWithWriteScopes, "it takes create:clients or update:clients (the text of its 403)"},
	}},
	{"registration of documents", [][2]string{
		{documentsOfEveryTenant, "applications are registered from their documents whatever the tenant's settings are"},
		{DocumentsWithSetting, "only while client_id_metadata_document_supported is on, otherwise 403 (a client's page " +
			"says that it is needed)"},
	}},
	{"redirection policy", [][2]string{
		{RedirectionPolicyAccepted, "redirection_policy may be set on self-registered and CIMD applications (a client " +
			"sends it)"},
		{RedirectionPolicyRefused, "it is refused there with 400 (documented)"},
	}},
	{"organization arguments", [][2]string{
		{OrganizationsAccepted, "organization_usage and its siblings may be set on strict applications (documented since " +
			"July 2026)"},
		{OrganizationsRefused, "they are refused with 403 (documented before)"},
	}},
	{"halves of an access policy", [][2]string{
		{policyReplaced, "a PATCH of subject_type_authorization with one half takes the other away (documented)"},
		{PolicyMerged, "the half that is not sent stays"},
	}},
	{"applications of organizations", [][2]string{
		{applicationAccessOffered, "organizations can be associated with applications (early access, documented)"},
		{ApplicationAccessMissing, "the calls about that are refused with 403 (of other early-access features, documented)"},
	}},
	{"tokens without a grant", [][2]string{
		{TokensAccessDenied, "the token endpoint answers access_denied (recorded)"},
		{TokensUnauthorizedClient, "it answers unauthorized_client to third-party applications (documented)"},
	}},
	{"scopes of tokens", [][2]string{
		{scopesAsRequested, "a token request with scope gets those scopes only (reported)"},
		{ScopesAsGranted, "it gets every scope of the grant (one of Auth0's articles)"},
	}},
	{"logins without a grant", [][2]string{
		{loginsUnauthorizedClient, "a login for an API without a grant ends in unauthorized_client (documented)"},
		{LoginsInvalidRequest, "it ends in invalid_request (reported)"},
	}},
	{"refresh tokens of a consent", [][2]string{
		{consentKeepsRefreshTokens, "they outlive the consent when it is deleted (not known either way)"},
		{ConsentTakesRefreshTokens, "they are revoked with it"},
	}},
	{"calls about refresh tokens", [][2]string{
		{refreshTokensOffered, "refresh tokens can be listed and revoked in bulk (early access, documented)"},
		{RefreshTokensMissing, "these calls are refused with 403 (documented of tenants without the feature)"},
	}},
	{"key ids", [][2]string{
		{KidThumbprint, "a public key added without a kid gets its RFC 7638 thumbprint (the official provider's source)"},
		{KidRandom, "it gets a random kid"},
	}},
	{"keys of an application", [][2]string{
		{fourKeys, "an application has four credentials at most, attached or not (the official provider's source)"},
		{TwoKeys, "it has two at most (documented for those that are attached)"},
	}},
}

// aboutLogins are the subjects of [Variant.AboutLogins].
var aboutLogins = []string{"tokens without a grant", "scopes of tokens", "logins without a grant"}

// Variants returns all variants, the default of each subject first.
func Variants() []Variant {
	var out []Variant
	for _, group := range subjects {
		for i, choice := range group.choices {
			out = append(out, Variant{
				Name: choice[0], Subject: group.subject, Meaning: choice[1], Default: i == 0,
				AboutLogins: slices.Contains(aboutLogins, group.subject),
			})
		}
	}
	return out
}

// Chosen has the variants of a tenant, one of each subject.
type Chosen map[string]bool

// Names returns the variants that are not the default.
func (c Chosen) Names() []string {
	var out []string
	for _, variant := range Variants() {
		if !variant.Default && c[variant.Name] {
			out = append(out, variant.Name)
		}
	}
	return out
}

// SubjectOf returns the subject of a variant, "" for an unknown name.
func SubjectOf(name string) string {
	for _, variant := range Variants() {
		if variant.Name == name {
			return variant.Subject
		}
	}
	return ""
}

// Overlay returns the names of first, and those of second whose subjects first does not name.
func Overlay(first, second []string) []string {
	out := slices.Clone(first)
	named := map[string]bool{}
	for _, name := range first {
		named[SubjectOf(name)] = true
	}
	for _, name := range second {
		if subject := SubjectOf(name); subject == "" || !named[subject] {
			out = append(out, name)
		}
	}
	return out
}

// VariantsHelp lists the variants for people, each line indented, defaults marked.
func VariantsHelp(indent string) string {
	var out strings.Builder
	for _, group := range subjects {
		fmt.Fprintf(&out, "%s%s:\n", indent, group.subject)
		for i, choice := range group.choices {
			mark := ""
			if i == 0 {
				mark = " [default]"
			}
			fmt.Fprintf(&out, "%s  %s%s\n%s      %s\n", indent, choice[0], mark, indent, choice[1])
		}
	}
	return out.String()
}
