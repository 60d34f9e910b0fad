package judge

import (
	"fmt"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// connection: is there a promoted connection to log users in with?
func (c *check) connection() verdict {
	if !c.isForUsers() {
		return notApplicable("No user logs in.")
	}
	connections, v, ok := read(c, "the connections", c.tenant.Connections)
	if !ok {
		return v
	}
	if c.Connection != "" && len(connections) == 0 {
		return unmet(fmt.Sprintf("The tenant has no connection with the name %s.", quoted(c.Connection)),
			"Correct connection_name: it is the name, not the id.")
	}
	c.promoted = slices.DeleteFunc(slices.Clone(connections), func(connection auth0.Connection) bool {
		return !connection.IsDomainConnection
	})
	switch {
	case len(c.promoted) > 0:
		return met(fmt.Sprintf("The connection %s is promoted to the domain level.", quoted(c.promoted[0].Name)))
	case c.Connection != "":
		return unmet(fmt.Sprintf("The connection %s is not promoted to the domain level.", quoted(c.Connection)),
			"Promote it with auth0access_connection_domain_promotion.")
	default:
		return unmet("No connection is promoted to the domain level, so no user can log in to third-party applications.",
			"Promote one with auth0access_connection_domain_promotion.")
	}
}

// organizationConnection: is a promoted connection enabled for the organization?
func (c *check) organizationConnection() verdict {
	switch {
	case !c.isForUsers() || c.Organization == "":
		return notApplicable("No user logs in to an organization.")
	case c.org == nil:
		return c.unsure("organization")
	case len(c.promoted) == 0:
		return c.unsure("connection")
	}
	enabled, v, ok := read(c, "the connections of the organization", func() ([]auth0.OrganizationConnection, error) {
		return c.tenant.EnabledConnections(c.org.ID)
	})
	if !ok {
		return v
	}
	for _, connection := range c.promoted {
		isIt := func(e auth0.OrganizationConnection) bool { return e.ConnectionID == connection.ID }
		if slices.ContainsFunc(enabled, isIt) {
			return met(fmt.Sprintf("The connection %s is enabled for the organization.", quoted(connection.Name)))
		}
	}
	name := quoted(c.promoted[0].Name)
	return unmet(fmt.Sprintf("The promoted connection %s is not enabled for the organization.", name),
		"Enable it for the organization (auth0_organization_connection).")
}

// consent: has a user consented before, if the login shows no page? In other logins Auth0 asks, which prevents no
// login.
func (c *check) consent() verdict {
	switch {
	case c.app == nil:
		return c.unsure("application")
	case !c.isForUsers():
		return notApplicable("No user is asked for consent.")
	case c.Silent:
		return c.earlierConsent()
	case c.app.RedirectionPolicy == auth0.RedirectionProtected:
		return met("Auth0 asks each user once; until then, prompt=none fails. A user who refuses sees an error page of " +
			"Auth0.")
	default:
		return met("Auth0 asks each user once; until then, prompt=none fails.")
	}
}

// earlierConsent judges logins that show no page. They succeed only for users who have consented before.
//
// Assumption: consent-of-scopes: Auth0 asks again for scopes that the user has not consented to.
func (c *check) earlierConsent() verdict {
	const remedy = "Let the application log each user in once without prompt=none."
	switch {
	case c.ClientID == "":
		return unmet("Nobody has consented to an application that does not exist yet, and with prompt=none Auth0 does not "+
			"ask.",
			remedy+" Then write its client_id here.")
	case c.granted.evidence == "":
		return c.unsure("grant")
	}
	scopes := slices.DeleteFunc(slices.Clone(c.Scopes), func(scope string) bool { return !c.gets(scope) })
	has, v, ok := read(c, "the consents of users", func() (bool, error) {
		return c.tenant.HasConsent(c.Organization, scopes)
	})
	switch {
	case !ok:
		return v
	case has:
		return met("A user has consented. For other users prompt=none fails, because Auth0 does not ask them.")
	}
	what := "access to the API"
	if len(scopes) > 0 {
		what = quotedList(scopes)
	}
	if c.Organization != "" {
		what += " in the organization " + quoted(c.Organization)
	}
	return unmet(fmt.Sprintf("No user has consented to %s, and with prompt=none Auth0 does not ask.", what), remedy)
}
