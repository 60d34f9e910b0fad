package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

var (
	enterpriseStrategies = []string{
		"ad",
		"adfs",
		"google-apps",
		"office365",
		"oidc",
		"okta",
		"pingfederate",
		"samlp",
		"sharepoint",
		"waad",
	}
	ticketStrategies = []string{"ad", "adfs", "google-apps", "pingfederate", "samlp", "waad"}
	namedStrategies  = []string{"oidc", "okta", "waad"}
)

// derivedOptions are the options that Auth0 keeps if a PATCH replaces options without them.
var derivedOptions = map[string][]string{
	"auth0": {"authentication_methods", "passkey_options", "brute_force_protection"},
	"oidc":  {"oidc_metadata", "schema_version", "attribute_map", "connection_settings"},
	"okta":  {"oidc_metadata", "schema_version", "attribute_map", "connection_settings"},
	"samlp": {"cert", "expires", "subject", "thumbprints"},
}

// ApplyConnectionDefaults adds what Auth0 adds to a connection on creation.
func ApplyConnectionDefaults(connection object.Object, domain string) {
	strategy := object.Text(connection, "strategy")
	object.SetDefault(connection, "id", tenant.NewConnectionID())
	object.SetDefault(connection, "is_domain_connection", false)
	object.SetDefault(connection, "enabled_clients", object.Array())
	object.SetDefault(connection, "realms", object.Array(object.Text(connection, "name")))
	object.SetDefault(connection, "authentication", object.Object{"active": true})
	object.SetDefault(connection, "connected_accounts", object.Object{"active": false})
	if slices.Contains(enterpriseStrategies, strategy) {
		object.SetDefault(connection, "show_as_button", false)
	}
	if slices.Contains(namedStrategies, strategy) {
		object.SetDefault(connection, "display_name", connection["name"])
	}
	if slices.Contains(ticketStrategies, strategy) {
		object.SetDefault(
			connection,
			"provisioning_ticket_url",
			"https://"+domain+"/p/"+strategy+"/"+tenant.RandomText(8, tenant.Alphanumerics),
		)
	}
	if connection["options"] == nil {
		options := object.Object{}
		if strategy == "auth0" {
			options = object.Object{
				"mfa":              object.Object{"active": true, "return_enroll_settings": true},
				"passwordPolicy":   "good",
				"strategy_version": 2.0,
			}
		}
		connection["options"] = options
	}
	if strategy == "auth0" {
		addDatabaseOptions(object.Child(connection, "options"))
	}
}

// addDatabaseOptions adds the options that Auth0 derives for database connections.
//
// Assumption: Auth0 also adds them to options that were sent. Only the answer to a create without options was recorded.
func addDatabaseOptions(options object.Object) {
	object.SetDefault(options, "authentication_methods", object.Object{
		"password": object.Object{"enabled": true, "api_behavior": "required"},
		"passkey":  object.Object{"enabled": false},
	})
	object.SetDefault(options, "passkey_options", object.Object{
		"challenge_ui": "both", "progressive_enrollment_enabled": true, "local_enrollment_enabled": true,
	})
	object.SetDefault(options, "brute_force_protection", true)
}

// PatchConnection applies a PATCH. It replaces options, except the members that Auth0 derives. Without a display_name,
// the connection gets its name as display_name.
//
// The recordings show display_name staying as it was, but in all of them it either was the name or was sent again; the
// documentation says that it is reset, and the emulator follows it, because this shows the errors of a careless caller.
//
// Assumption: a connection that never had a display_name gets none; options null is the same as {}.
func PatchConnection(connection, update object.Object) {
	if value, sent := update["options"]; sent {
		options, _ := value.(object.Object)
		if options == nil {
			options = object.Object{}
		}
		previous := object.Child(connection, "options")
		for _, key := range derivedOptions[object.Text(connection, "strategy")] {
			if value, had := previous[key]; had {
				object.SetDefault(options, key, value)
			}
		}
		update["options"] = options
	}
	if value, sent := update["enabled_clients"]; sent && value == nil {
		update["enabled_clients"] = object.Array()
	}
	if _, has := connection["display_name"]; has {
		connection["display_name"] = connection["name"]
	}
	object.Merge(connection, update, object.ReplaceWhole)
}

// CheckNewConnection refuses connections whose name or realms are taken, and a second domain connection of a strategy.
//
// Assumption: the wording. The cases are documented, the last one for creating only, so that promoting one with PATCH
// is never refused; no refusal was recorded.
func CheckNewConnection(t *tenant.Tenant, connection object.Object) error {
	for _, other := range t.Connections.All() {
		switch {
		case strings.EqualFold(object.Text(other, "name"), object.Text(connection, "name")):
			return answer.ConnectionConflict("A connection with the same name already exists")
		case object.Flag(connection, "is_domain_connection") && object.Flag(other, "is_domain_connection") &&
			SameMembers(connection, other, "strategy"):
			return answer.ConnectionConflict("A domain connection is already enabled for the strategy "+
				"%s", object.Text(connection, "strategy"))
		}
	}
	return CheckConnection(t, connection)
}

// CheckConnection refuses members that no connection may have, whether new or changed.
//
// Assumption: the statuses and wording.
func CheckConnection(t *tenant.Tenant, connection object.Object) error {
	for _, id := range object.List(connection, "enabled_clients") {
		if t.Clients.Get(id) == nil {
			return answer.InvalidBody("The client %s does not exist", id)
		}
	}
	for _, other := range t.Connections.All() {
		if object.Text(other, "id") == object.Text(connection, "id") {
			continue
		}
		for _, realm := range object.List(connection, "realms") {
			if slices.Contains(object.List(other, "realms"), realm) {
				return answer.ConnectionConflict("The realm %s is used by another connection", realm)
			}
		}
	}
	return nil
}

// DropThirdParty removes third-party applications from a connection's list. Auth0 accepts a request to enable one and
// ignores it, because they use domain connections.
func DropThirdParty(t *tenant.Tenant, connection object.Object) {
	for _, id := range object.List(connection, "enabled_clients") {
		if IsThirdParty(t.Clients.Get(id)) {
			connection["enabled_clients"] = WithEnabled(connection, id, false)["enabled_clients"]
		}
	}
}

// WithEnabled returns a connection with an application added to its list, or removed from it.
func WithEnabled(connection object.Object, clientID string, enabled bool) object.Object {
	ids := object.List(connection, "enabled_clients")
	i := slices.Index(ids, clientID)
	switch {
	case enabled && i < 0:
		ids = append(ids, clientID)
	case !enabled && i >= 0:
		ids = slices.Delete(ids, i, i+1)
	default:
		return connection
	}
	next := maps.Clone(connection)
	next["enabled_clients"] = object.Array(ids...)
	return next
}

// encryptedPrefix marks values of options.configuration that have been encrypted.
const encryptedPrefix = "2.0$"

// EncryptConfiguration hides the values of options.configuration, which Auth0 returns encrypted. Values that come back
// from an earlier answer stay as they are.
func EncryptConfiguration(connection object.Object) {
	configuration := object.Child(object.Child(connection, "options"), "configuration")
	for key, value := range configuration {
		if s, isText := value.(string); isText && !strings.HasPrefix(s, encryptedPrefix) {
			sum := sha256.Sum256([]byte(s))
			configuration[key] = encryptedPrefix + hex.EncodeToString(sum[:])
		}
	}
}
