package rules

import (
	"maps"
	"slices"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// ApplyClientDefaults adds what Auth0 adds to an application on creation. Members that are present are kept.
func ApplyClientDefaults(client object.Object, t *tenant.Tenant, now time.Time) {
	object.SetDefault(client, "tenant", t.Name)
	object.SetDefault(client, "global", false)
	object.SetDefault(client, "is_first_party", true)
	if IsThirdParty(client) {
		object.SetDefault(client, "third_party_security_mode", defaultSecurityMode(t))
	}
	strict := IsStrict(client)
	object.SetDefault(client, "client_id", tenant.NewClientID(strict))
	object.SetDefault(client, "client_secret", tenant.NewClientSecret())
	object.SetDefault(client, "is_token_endpoint_ip_header_trusted", false)
	object.SetDefault(client, "oidc_conformant", IsThirdParty(client) || isLinkedType(client))
	object.SetDefault(client, "sso_disabled", false)
	object.SetDefault(client, "cross_origin_authentication", false)
	object.SetDefault(client, "cross_origin_auth", client["cross_origin_authentication"])
	object.SetDefault(client, "custom_login_page_on", true)
	object.SetDefault(client, "callback_url_template", false)
	if object.Text(client, "app_type") == "express_configuration" {
		object.SetDefault(client, "organization_usage", "require")
	}
	if strict {
		// Assumption: every strict application shows it, with the documented default if it was not sent.
		object.SetDefault(client, "redirection_policy", "open_redirect_protection")
		client["oidc_conformant"] = true
	}
	object.SetDefault(client, "created_at", now.UTC().Format(object.TimeFormat))
	object.SetDefault(client, "updated_at", client["created_at"])
	object.SetDefault(client, "grant_types", defaultGrantTypes(client))
	if jwt := object.Child(client, "jwt_configuration"); jwt["alg"] == nil || IsThirdParty(client) {
		client["jwt_configuration"] = fill(jwt, defaultJWTConfiguration(client))
	}
	client["refresh_token"] = fill(object.Child(client, "refresh_token"), DefaultRefreshToken(client))
	mirrorClientMembers(client, client)
}

// fill adds the defaults that the object lacks.
func fill(given, defaults object.Object) object.Object {
	if given == nil {
		return defaults
	}
	for key, value := range defaults {
		object.SetDefault(given, key, value)
	}
	return given
}

// defaultGrantTypes are the grant types of applications created without any.
//
// Assumption: every strict application starts with the code grant alone, as the one that was recorded. The
// documentation promises refresh_token too.
func defaultGrantTypes(client object.Object) []any {
	switch object.Text(client, "app_type") {
	case "resource_server":
		return object.Array()
	case "express_configuration":
		return object.Array("authorization_code", "client_credentials")
	}
	if IsStrict(client) {
		return object.Array("authorization_code")
	}
	grantTypes := object.Array("authorization_code", "implicit", "refresh_token")
	if object.Text(client, "token_endpoint_auth_method") != "none" {
		grantTypes = append(grantTypes, "client_credentials")
	}
	return grantTypes
}

func defaultJWTConfiguration(client object.Object) object.Object {
	switch {
	case IsStrict(client):
		return object.Object{"alg": "RS256", "lifetime_in_seconds": 3600.0, "secret_encoded": false}
	case object.Text(client, "app_type") == "resource_server":
		return object.Object{"alg": "RS256", "secret_encoded": false}
	default:
		return object.Object{"lifetime_in_seconds": 36000.0, "secret_encoded": false}
	}
}

// DefaultRefreshToken returns the defaults for a missing or partial refresh_token. Lifetimes are longer for
// applications that authenticate with a secret in the body; tokens of public third-party applications rotate.
//
// Assumption: client_secret_basic counts as client_secret_post; of strict applications, those of type spa and native
// and those without authentication rotate; a block sent without the infinite_* members gets them true only if its
// tokens do not expire.
func DefaultRefreshToken(client object.Object) object.Object {
	given := object.Child(client, "refresh_token")
	method, appType := object.Text(client, "token_endpoint_auth_method"), object.Text(client, "app_type")

	tokenLifetime, idleLifetime := 2592000.0, 1296000.0
	if method == "client_secret_post" || method == "client_secret_basic" {
		tokenLifetime, idleLifetime = 31557600.0, 2592000.0
	}
	rotation, expiration := "non-rotating", "non-expiring"
	infinite, infiniteIdle := true, true
	public := appType == "spa" && method == "none"
	if IsStrict(client) {
		public = method == "none" || appType == "spa" || appType == "native"
		expiration, infiniteIdle = "expiring", false
	}
	if IsThirdParty(client) && public {
		rotation, expiration = "rotating", "expiring"
		infinite, infiniteIdle = false, false
	}
	if object.Text(given, "expiration_type") == "expiring" {
		infinite, infiniteIdle = false, false
	}
	return object.Object{
		"rotation_type": rotation, "expiration_type": expiration, "leeway": 0.0,
		"token_lifetime": tokenLifetime, "infinite_token_lifetime": infinite,
		"idle_token_lifetime": idleLifetime, "infinite_idle_token_lifetime": infiniteIdle,
	}
}

// CompleteUpdate adds to an updated application the members that follow from the update.
//
// Assumption: a refresh_token set on an application that had none is filled up as on creation.
func CompleteUpdate(client, update object.Object, now time.Time) {
	client["updated_at"] = now.UTC().Format(object.TimeFormat)
	if refresh := object.Child(client, "refresh_token"); refresh != nil && update["refresh_token"] != nil {
		fill(refresh, DefaultRefreshToken(client))
	}
	mirrorClientMembers(client, update)
}

// mirrorClientMembers keeps the older names of members in step with those that were just set.
func mirrorClientMembers(client, set object.Object) {
	if urls, sent := object.Child(set, "oidc_logout")["backchannel_logout_urls"]; sent {
		client["oidc_backchannel_logout"] = object.Object{"backchannel_logout_urls": urls}
	}
	if value, sent := set["cross_origin_authentication"]; sent {
		client["cross_origin_auth"] = value
	}
}

// MergesDeep reports whether PATCH merges this member one level down. It merges all objects except the authentication
// methods, because only one method can be set.
func MergesDeep(key string) bool { return key != "client_authentication_methods" }

// IsStrict reports whether an application is third-party and in strict security mode.
func IsStrict(client object.Object) bool {
	return IsThirdParty(client) && object.Text(client, "third_party_security_mode") == "strict"
}

// IsThirdParty reports whether an application is third-party.
func IsThirdParty(client object.Object) bool { return client["is_first_party"] == false }

// isLinkedType reports whether a type describes an API or an integration rather than an application.
func isLinkedType(client object.Object) bool {
	return slices.Contains([]string{"resource_server", "express_configuration"}, object.Text(client, "app_type"))
}

// LinkResourceServer ties an application of type resource_server to its API, which then shows the client_id.
//
// Assumption: the status and wording if the API does not exist.
func LinkResourceServer(t *tenant.Tenant, client object.Object) error {
	identifier := object.Text(client, "resource_server_identifier")
	if identifier == "" {
		return nil
	}
	api := t.ResourceServerByIdentifier(identifier)
	if api == nil {
		return answer.InvalidBody("No resource with identifier %s", identifier)
	}
	next := maps.Clone(api)
	next["client_id"] = client["client_id"]
	t.ResourceServers.Set(object.Text(api, "id"), next)
	return nil
}

// EnableConnections enables every connection for a new first-party application, unless the tenant's flag says
// otherwise. Third-party applications are not listed, because they use domain connections.
func EnableConnections(t *tenant.Tenant, client object.Object) {
	if enabled, set := object.Child(t.Settings, "flags")["enable_client_connections"].(bool); (set && !enabled) ||
		IsThirdParty(client) {
		return
	}
	for id, connection := range t.Connections.All() {
		t.Connections.Set(id, WithEnabled(connection, object.Text(client, "client_id"), true))
	}
}

// defaultSecurityMode returns the mode of third-party applications that are created without a mode.
func defaultSecurityMode(t *tenant.Tenant) string {
	if t.Variants[tenant.PermissiveByDefault] {
		return "permissive"
	}
	return "strict"
}
