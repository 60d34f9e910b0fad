package judge

import (
	"fmt"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// application: does the application exist, or may applications register themselves?
func (c *check) application() verdict {
	if c.ClientID == "" {
		return c.selfRegistered()
	}
	app, v, ok := read(c, "the application", c.tenant.Application)
	switch {
	case !ok:
		return v
	case app == nil && strings.Contains(c.ClientID, "://"):
		return unmet(fmt.Sprintf("%s is the URL of a metadata document. The application sends it as client_id, but the "+
			"Management API identifies the application by another id.", quoted(c.ClientID)),
			"Write that id, which begins with tpc_. It is the client_id of its auth0access_cimd_application, and the "+
				"Dashboard shows it.")
	case app == nil:
		return unmet(fmt.Sprintf("The tenant has no application with the client_id %s.", quoted(c.ClientID)),
			"Correct client_id; if the application was deleted, create it anew.")
	}
	c.app = app
	return met(fmt.Sprintf("%s exists, in %s mode.", quoted(app.Name), app.SecurityMode()))
}

// selfRegistered judges an application that does not exist yet, and that anybody can make by registration or with a
// metadata document.
//
// Assumption: mode-of-registration: a tenant that does not show the mode makes strict applications.
func (c *check) selfRegistered() verdict {
	settings, v, ok := read(c, "the tenant's settings", c.tenant.Settings)
	if !ok {
		return v
	}
	c.settings = settings
	isOpen, isByDocument := settings.Flags.EnableDynamicClientRegistration, settings.ClientIDMetadataDocumentSupported
	if !isOpen && !isByDocument {
		return unmet("Nobody can register an application: Dynamic Client Registration and metadata documents are off.",
			"Turn one on with auth0access_dynamic_client_registration or auth0access_authorization_server.")
	}
	c.app = &auth0.Application{
		Name: "Any", ThirdPartySecurityMode: auth0.SecurityModeStrict, ExternalMetadataType: "cimd",
		GrantTypes: []string{"authorization_code", "refresh_token"},
	}
	how := "Applications may be described by metadata documents, in strict mode."
	if isOpen {
		mode := settings.DynamicClientRegistrationSecurityMode
		how = fmt.Sprintf("Applications may register themselves, in %s mode.", mode)
		if mode == "" {
			mode, how = auth0.SecurityModeStrict, "Applications may register themselves. The tenant does not show their mode; "+
				"it is assumed to be strict."
		}
		c.app.ThirdPartySecurityMode, c.app.ExternalMetadataType = mode, "dcr"
		if mode == auth0.SecurityModePermissive {
			c.app.GrantTypes = append(c.app.GrantTypes, "client_credentials")
		}
	}
	return met(how)
}

// grantTypes: does the application have the grant type for the request?
func (c *check) grantTypes() verdict {
	if c.app == nil {
		return c.unsure("application")
	}
	needed, isMissing := "authorization_code", access.CannotAsk(c.app, c.SubjectType) == access.NoGrantType
	if !c.isForUsers() {
		needed = "client_credentials"
	}
	if isMissing {
		return unmet(fmt.Sprintf("The application lacks the grant type %s.", needed),
			fmt.Sprintf("Add %s to grant_types of the application.", needed))
	}
	if access.CannotAsk(c.app, c.SubjectType) != "" {
		return notApplicable("The application cannot use client_credentials; see the condition authentication.")
	}
	return met("The application has the grant type for the request.")
}

// authentication: can the application authenticate, as client_credentials requires?
func (c *check) authentication() verdict {
	switch {
	case c.app == nil:
		return c.unsure("application")
	case c.isForUsers() && c.app.IsPublic():
		return met("The application does not authenticate. Tokens for users do not require it.")
	case c.isForUsers(), access.CannotAsk(c.app, c.SubjectType) != access.NoClientCredentials:
		return met("The application can authenticate.")
	case c.app.IsPublic():
		return unmet("The application does not authenticate (token_endpoint_auth_method is none), so it cannot use "+
			"client_credentials.", "Set token_endpoint_auth_method = \"client_secret_post\", or declare "+
			"client_authentication_methods.")
	case c.app.IsDescribedByDocument():
		return unmet("A metadata document describes the application. In strict mode, such applications cannot use "+
			"client_credentials.",
			"Create an application with auth0access_third_party_application for it.")
	default:
		return unmet("The application registered itself. In strict mode, such applications cannot use client_credentials.",
			"Create an application with auth0access_third_party_application for it.")
	}
}

// callbacks: is there an address to send users back to?
func (c *check) callbacks() verdict {
	switch {
	case c.app == nil:
		return c.unsure("application")
	case !c.isForUsers():
		return notApplicable("No user logs in.")
	case c.ClientID == "":
		return notApplicable("Each application registers its own callback URLs.")
	case len(c.app.Callbacks) == 0:
		return unmet("The application has no callback URL to send users back to.",
			"Add the application's URL to callbacks.")
	default:
		return met("The application has callback URLs. The redirect_uri of a login must equal one of them.")
	}
}

// resourceParameter: does the tenant accept `resource`, if the application sends it?
func (c *check) resourceParameter() verdict {
	switch {
	case !c.ByResource:
		return notApplicable("The application names the API by audience.")
	case !c.isForUsers():
		return unmet("Requests with client_credentials cannot name the API by resource.",
			"Let the application send audience.")
	}
	if c.settings == nil {
		settings, v, ok := read(c, "the tenant's settings", c.tenant.Settings)
		if !ok {
			return v
		}
		c.settings = settings
	}
	switch {
	case c.settings.ResourceParameterProfile == auth0.ResourceParameterCompatibility:
		return met("The tenant accepts resource in place of audience.")
	case c.settings.DefaultAudience == c.Audience:
		return met("The tenant does not accept resource in place of audience, but the API is its default_audience.")
	default:
		return unmet("The tenant does not accept resource in place of audience: its resource_parameter_profile is audience.",
			"Set resource_parameter_profile = \"compatibility\" with auth0access_authorization_server, or let the "+
				"application send audience.")
	}
}

func quoted(text string) string { return `"` + auth0.Printable(text) + `"` }
