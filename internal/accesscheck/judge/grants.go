package judge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// granted is what the application is granted at the API.
type granted struct {
	access.Entry
	grant    *auth0.ClientGrant // nil if there is none, or none is needed
	evidence string
}

// api: does the API exist?
func (c *check) api() verdict {
	api, v, ok := read(c, "the API", c.tenant.API)
	switch {
	case !ok:
		return v
	case api == nil:
		return unmet(fmt.Sprintf("The tenant has no API with the identifier %s.", quoted(c.Audience)),
			"Write audience exactly as the API's identifier, including a slash at its end.")
	}
	c.found = api
	return met(fmt.Sprintf("The API %s exists.", quoted(c.Audience)))
}

// accessPolicy: does the API deny all?
func (c *check) accessPolicy() verdict {
	if c.found == nil {
		return c.unsure("api")
	}
	policy := c.found.Policy(c.SubjectType)
	if policy == auth0.AccessPolicyDenyAll {
		return unmet(fmt.Sprintf("The API denies all access for %s: its policy is deny_all.", c.subject()),
			fmt.Sprintf("Set %s_access = \"require_client_grant\" with auth0access_api_access_policy.", c.SubjectType))
	}
	return met(fmt.Sprintf("The API's policy for %s is %s.", c.subject(), policy))
}

// grant: is access granted, by the application's own grant or by default permissions?
func (c *check) grant() verdict {
	switch {
	case c.app == nil:
		return c.unsure("application")
	case c.found == nil:
		return c.unsure("api")
	}
	if entry := c.grantedBy(); entry.Reason == access.AccessPolicy {
		c.granted = granted{Entry: entry, evidence: "The API's policy lets permissive applications in without a grant."}
		return notApplicable(c.granted.evidence)
	}
	for _, source := range []func() (*auth0.ClientGrant, error){c.ownGrant, c.tenant.DefaultPermissions} {
		grant, v, ok := read(c, "the client grants", source)
		if !ok {
			return v
		}
		if grant == nil {
			continue
		}
		c.granted = granted{Entry: c.grantedBy(*grant), grant: grant}
		c.granted.evidence = c.granted.describe()
		return met(c.granted.evidence)
	}
	if c.ClientID == "" {
		return unmet(fmt.Sprintf("The API has no default permissions for %s.", c.subject()),
			fmt.Sprintf("Declare auth0access_api_default_permissions with %s_access.", c.SubjectType))
	}
	return unmet(fmt.Sprintf("For %s the application has neither a grant of its own at the API nor default permissions.",
		c.subject()),
		"Declare an auth0access_client_grant for the application, or auth0access_api_default_permissions for all.")
}

func (c *check) ownGrant() (*auth0.ClientGrant, error) {
	if c.ClientID == "" {
		return nil, nil
	}
	return c.tenant.OwnGrant()
}

// grantedBy returns the access that the grants give, as if the API's policy did not deny all.
func (c *check) grantedBy(grants ...auth0.ClientGrant) access.Entry {
	api := *c.found
	if api.Policy(c.SubjectType) == auth0.AccessPolicyDenyAll {
		closed := auth0.AccessPolicy{Policy: auth0.AccessPolicyRequireClientGrant}
		api.SubjectTypeAuthorization = auth0.SubjectTypeAuthorization{User: closed, Client: closed}
	}
	return access.Tenant{APIs: []auth0.API{api}, Grants: grants}.Decider().Granted(c.app, c.Audience, c.SubjectType)
}

func (g granted) describe() string {
	whose := "Its own grant (%s) gives %s."
	if g.Reason == access.DefaultPermissions {
		whose = "The API's default permissions (%s) give %s."
	}
	scopes := strings.Join(g.Scopes, ", ")
	if scopes == "" {
		scopes = "access without scopes"
	}
	return fmt.Sprintf(whose, g.GrantID, auth0.Printable(scopes))
}

// openIDScopes ask for an ID token, which strict applications do not get.
var openIDScopes = []string{"openid", "profile", "email", "address", "phone"}

// offlineAccess asks for a refresh token.
const offlineAccess = "offline_access"

// scopes: are all requested scopes granted?
func (c *check) scopes() verdict {
	switch {
	case len(c.Scopes) == 0:
		return notApplicable("No scope is requested.")
	case c.app == nil:
		return c.unsure("application")
	case c.found == nil:
		return c.unsure("api")
	case c.granted.evidence == "":
		return c.unsure("grant")
	}
	var undefined, missing []string
	for _, scope := range c.Scopes {
		switch {
		case slices.Contains(c.granted.Scopes, scope):
		case c.isForUsers() && slices.Contains(openIDScopes, scope):
			if c.app.IsStrict() {
				return unmet(scope+" asks for an ID token, which strict applications do not get.",
					"Remove it from the application's requests, and call the API instead of /userinfo.")
			}
		case c.isForUsers() && scope == offlineAccess:
			if v := c.offlineAccess(); v.state != Met {
				return v
			}
		case !slices.ContainsFunc(c.found.Scopes, func(s auth0.APIScope) bool { return s.Value == scope }):
			undefined = append(undefined, scope)
		default:
			missing = append(missing, scope)
		}
	}
	switch {
	case len(undefined) > 0:
		return unmet(fmt.Sprintf("The API does not define %s.", quotedList(undefined)),
			"Define the scopes on the API first (auth0_resource_server_scopes), or do not request them.")
	case len(missing) > 0 && c.granted.Reason == access.DefaultPermissions:
		return unmet(fmt.Sprintf("The default permissions do not give %s.", quotedList(missing)),
			"Add the scopes to auth0access_api_default_permissions, or give the application a grant of its own.")
	case len(missing) > 0:
		return unmet(fmt.Sprintf("The application's own grant does not give %s. Default permissions do not add to it.",
			quotedList(missing)), "Add the scopes to its auth0access_client_grant.")
	}
	return met("All requested scopes are granted.")
}

// gets reports whether a token has the scope if it is requested.
func (c *check) gets(scope string) bool {
	switch {
	case slices.Contains(c.granted.Scopes, scope):
		return true
	case scope == offlineAccess:
		return c.offlineAccess().state == Met
	default:
		return !c.app.IsStrict() && slices.Contains(openIDScopes, scope)
	}
}

// offlineAccess: does the application get a refresh token?
func (c *check) offlineAccess() verdict {
	switch {
	case !c.found.AllowOfflineAccess:
		return unmet("The API does not allow offline_access, so there is no refresh token.",
			"Set allow_offline_access = true on the API (auth0_resource_server).")
	case !slices.Contains(c.app.GrantTypes, "refresh_token"):
		return unmet("The application lacks the grant type refresh_token.", "Add refresh_token to grant_types of the "+
			"application.")
	}
	return met("")
}

// subject names the subject type in a sentence.
func (c *check) subject() string {
	if c.isForUsers() {
		return "users"
	}
	return "client_credentials"
}

func quotedList(texts []string) string {
	list := make([]string, len(texts))
	for i, text := range texts {
		list[i] = quoted(text)
	}
	return strings.Join(list, ", ")
}
