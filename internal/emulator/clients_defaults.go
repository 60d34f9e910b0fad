package emulator

import (
	"maps"
	"slices"
	"time"
)

// applyClientDefaults adds what Auth0 adds to an application on creation. Members that are present are kept.
func applyClientDefaults(client object, t *tenant, now time.Time) {
	setDefault(client, "tenant", t.name)
	setDefault(client, "global", false)
	setDefault(client, "is_first_party", true)
	if !flag(client, "is_first_party") {
		setDefault(client, "third_party_security_mode", t.defaultSecurityMode())
	}
	strict := isStrict(client)
	setDefault(client, "client_id", newClientID(strict))
	setDefault(client, "client_secret", newClientSecret())
	setDefault(client, "is_token_endpoint_ip_header_trusted", false)
	setDefault(client, "oidc_conformant", !flag(client, "is_first_party") || isLinkedType(client))
	setDefault(client, "sso_disabled", false)
	setDefault(client, "cross_origin_authentication", false)
	setDefault(client, "cross_origin_auth", client["cross_origin_authentication"])
	setDefault(client, "custom_login_page_on", true)
	setDefault(client, "callback_url_template", false)
	if text(client, "app_type") == "express_configuration" {
		setDefault(client, "organization_usage", "require")
	}
	if strict {
		// Assumption: shown on every strict application, with the documented default, whether sent or not.
		setDefault(client, "redirection_policy", "open_redirect_protection")
		client["oidc_conformant"] = true
	}
	setDefault(client, "created_at", now.UTC().Format(timestamp))
	setDefault(client, "updated_at", client["created_at"])
	setDefault(client, "grant_types", defaultGrantTypes(client))
	if jwt := child(client, "jwt_configuration"); jwt["alg"] == nil || !flag(client, "is_first_party") {
		client["jwt_configuration"] = fill(jwt, defaultJWTConfiguration(client))
	}
	client["refresh_token"] = fill(child(client, "refresh_token"), defaultRefreshToken(client))
	mirrorClientMembers(client, client)
}

// fill adds the defaults a given object leaves out.
func fill(given, defaults object) object {
	if given == nil {
		return defaults
	}
	for key, value := range defaults {
		setDefault(given, key, value)
	}
	return given
}

// defaultGrantTypes are the grant types of applications created without any.
//
// Assumption: every strict application starts with the code grant alone, as the one that was recorded. The documentation
// promises refresh_token too.
func defaultGrantTypes(client object) []any {
	switch text(client, "app_type") {
	case "resource_server":
		return array()
	case "express_configuration":
		return array("authorization_code", "client_credentials")
	}
	if isStrict(client) {
		return array("authorization_code")
	}
	grantTypes := array("authorization_code", "implicit", "refresh_token")
	if text(client, "token_endpoint_auth_method") != "none" {
		grantTypes = append(grantTypes, "client_credentials")
	}
	return grantTypes
}

func defaultJWTConfiguration(client object) object {
	switch {
	case isStrict(client):
		return object{"alg": "RS256", "lifetime_in_seconds": 3600.0, "secret_encoded": false}
	case text(client, "app_type") == "resource_server":
		return object{"alg": "RS256", "secret_encoded": false}
	default:
		return object{"lifetime_in_seconds": 36000.0, "secret_encoded": false}
	}
}

// defaultRefreshToken is what fills a missing or partial refresh_token. The lifetimes are longer for applications that
// authenticate with a secret in the body; public third-party applications rotate.
//
// Assumption: client_secret_basic counts as client_secret_post; of strict applications, those of type spa and native and
// those without authentication rotate; a block sent without the infinite_* members gets them true only where its tokens do
// not expire.
func defaultRefreshToken(client object) object {
	given := child(client, "refresh_token")
	method, appType := text(client, "token_endpoint_auth_method"), text(client, "app_type")

	tokenLifetime, idleLifetime := 2592000.0, 1296000.0
	if method == "client_secret_post" || method == "client_secret_basic" {
		tokenLifetime, idleLifetime = 31557600.0, 2592000.0
	}
	rotation, expiration := "non-rotating", "non-expiring"
	infinite, infiniteIdle := true, true
	thirdParty := !flag(client, "is_first_party")
	public := appType == "spa" && method == "none"
	if isStrict(client) {
		public = method == "none" || appType == "spa" || appType == "native"
		expiration, infiniteIdle = "expiring", false
	}
	if thirdParty && public {
		rotation, expiration = "rotating", "expiring"
		infinite, infiniteIdle = false, false
	}
	if text(given, "expiration_type") == "expiring" {
		infinite, infiniteIdle = false, false
	}
	return object{
		"rotation_type": rotation, "expiration_type": expiration, "leeway": 0.0,
		"token_lifetime": tokenLifetime, "infinite_token_lifetime": infinite,
		"idle_token_lifetime": idleLifetime, "infinite_idle_token_lifetime": infiniteIdle,
	}
}

// completeUpdate adds to an updated application what follows from the update.
//
// Assumption: a refresh_token set on an application that had none is filled up as on creation.
func completeUpdate(client, update object, now time.Time) {
	client["updated_at"] = now.UTC().Format(timestamp)
	if refresh := child(client, "refresh_token"); refresh != nil && update["refresh_token"] != nil {
		fill(refresh, defaultRefreshToken(client))
	}
	mirrorClientMembers(client, update)
}

// mirrorClientMembers keeps the older names of members in step with those that were just set.
func mirrorClientMembers(client, set object) {
	if urls, sent := child(set, "oidc_logout")["backchannel_logout_urls"]; sent {
		client["oidc_backchannel_logout"] = object{"backchannel_logout_urls": urls}
	}
	if value, sent := set["cross_origin_authentication"]; sent {
		client["cross_origin_auth"] = value
	}
}

// mergesDeep reports whether PATCH merges this member one level down. Every object does but the authentication methods, of
// which there is only ever one.
func mergesDeep(key string) bool { return key != "client_authentication_methods" }

func isStrict(client object) bool {
	return !flag(client, "is_first_party") && text(client, "third_party_security_mode") == "strict"
}

func isThirdParty(client object) bool { return client["is_first_party"] == false }

// isLinkedType reports the types that stand for an API or an integration rather than an application.
func isLinkedType(client object) bool {
	return slices.Contains([]string{"resource_server", "express_configuration"}, text(client, "app_type"))
}

// linkResourceServer ties an application of type resource_server to its API, which then shows the client_id.
//
// Assumption: the status and wording where the API does not exist.
func (t *tenant) linkResourceServer(client object) error {
	identifier := text(client, "resource_server_identifier")
	if identifier == "" {
		return nil
	}
	api := t.resourceServerByIdentifier(identifier)
	if api == nil {
		return invalidBody("No resource with identifier %s", identifier)
	}
	next := maps.Clone(api)
	next["client_id"] = client["client_id"]
	t.resourceServers.set(text(api, "id"), next)
	return nil
}

// enableConnections enables every connection for a new first-party application unless the tenant's flag says otherwise.
// Third-party applications use domain connections and are never listed.
func (t *tenant) enableConnections(client object) {
	if enabled, set := child(t.settings, "flags")["enable_client_connections"].(bool); (set && !enabled) || isThirdParty(client) {
		return
	}
	for id, connection := range t.connections.all() {
		t.connections.set(id, withEnabled(connection, text(client, "client_id"), true))
	}
}
