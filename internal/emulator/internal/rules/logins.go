package rules

import (
	"net/url"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// Login is the decision about a login before the user is known.
type Login struct {
	Access UserAccess
	// Organization is the requested organization, nil for none. Picks says whether the user must name one, before or after
	// the login.
	Organization object.Object
	Picks        Pick
	// Connections are the connections that users may log in with, in the order of their creation.
	Connections []object.Object
}

// Condition is a condition of a login or a token.
type Condition struct {
	Name string
	Err  error // why it is not met, nil if it is
}

// CheckLogin decides whether an application may log users in with a request, apart from its redirect URI. It returns
// all conditions in the order in which they are checked; the first that is unmet refuses the login.
func CheckLogin(t *tenant.Tenant, client object.Object, parameters url.Values, host string) (Login, []Condition) {
	var login Login
	var conditions []Condition
	add := func(name string, errs ...error) {
		i := slices.IndexFunc(errs, func(err error) bool { return err != nil })
		if i < 0 {
			conditions = append(conditions, Condition{name, nil})
			return
		}
		conditions = append(conditions, Condition{name, errs[i]})
	}
	add("parameters", checkOnce(parameters), checkStrictParameters(client, parameters), checkPrompt(parameters))
	add("response_type", checkResponseType(client, parameters))
	add("pkce", checkChallenge(client, parameters))
	add("rules_and_hooks", CheckExtensibility(t, client))
	var err error
	login.Access, err = accessForUsers(t, client, parameters, host)
	add("api_access", err)
	login.Organization, login.Picks, err = LoginOrganization(t, client, parameters.Get("organization"))
	add("organization", err)
	login.Connections, err = loginConnections(t, client, login.Organization, parameters.Get("connection"))
	add("connection", err)
	return login, conditions
}

// FirstUnmet returns the error of the first unmet condition, nil if all are met.
func FirstUnmet(conditions []Condition) error {
	for _, condition := range conditions {
		if condition.Err != nil {
			return condition.Err
		}
	}
	return nil
}

// loginConnections returns the connections with which users may log in to an application: those that are promoted to
// the domain level or, for a first-party application, those that are enabled for it. For an organization they must be
// enabled there too. A connection that the request names must be one of them.
func loginConnections(t *tenant.Tenant, client, organization object.Object, asked string) ([]object.Object, error) {
	var found []object.Object
	for id, connection := range t.Connections.All() {
		usable := object.Flag(connection, "is_domain_connection")
		if !IsThirdParty(client) {
			usable = slices.Contains(object.List(connection, "enabled_clients"), object.Text(client, "client_id"))
		}
		if usable && (organization == nil || enabledConnection(organization, id) != nil) &&
			(asked == "" || object.Text(connection, "name") == asked) {
			found = append(found, connection)
		}
	}
	if len(found) == 0 {
		return nil, refuseLogin("invalid_request", "no connections enabled for the client.")
	}
	return found, nil
}

// enabledConnection returns an organization's settings of a connection that is enabled for it, nil if it is not.
func enabledConnection(organization object.Object, id string) object.Object {
	if connection := OrganizationConnection(organization, id); object.Flag(connection, "is_enabled") {
		return connection
	}
	return nil
}
