package rules

import (
	"maps"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

var (
	strictGrantTypes = []string{"authorization_code", "refresh_token", "client_credentials"}
	strictAppTypes   = []string{"regular_web", "spa", "native", "non_interactive"}

	// strictMembers are the members of a strict application that a request may set. Any other member is refused, even one
	// that Auth0 adds later. jwt_configuration has such a list too.
	//
	// Assumption: null is accepted for every member, since it sets nothing.
	strictMembers = []string{
		"allowed_origins",
		"app_type",
		"callbacks",
		"client_authentication_methods",
		"client_metadata",
		"client_secret",
		"default_organization",
		"description",
		"grant_types",
		"initiate_login_uri",
		"is_first_party",
		"jwt_configuration.alg",
		"jwt_configuration.lifetime_in_seconds",
		"logo_uri",
		"name",
		"oidc_conformant",
		"organization_discovery_methods",
		"organization_require_behavior",
		"organization_usage",
		"redirection_policy",
		"refresh_token",
		"require_proof_of_possession",
		"skip_non_verifiable_callback_uri_confirmation_prompt",
		"third_party_security_mode",
		"token_endpoint_auth_method",
		"token_quota",
		"web_origins",
	}
	strictCreateMembers = append(slices.Clone(strictMembers), "jwt_configuration.secret_encoded")

	// describedMembers are the members that an update may set if a document describes the application.
	describedMembers = []string{
		"allowed_origins",
		"app_type",
		"client_metadata",
		"default_organization",
		"description",
		"grant_types",
		"jwt_configuration.alg",
		"jwt_configuration.lifetime_in_seconds",
		"oidc_conformant",
		"organization_discovery_methods",
		"organization_require_behavior",
		"organization_usage",
		"redirection_policy",
		"refresh_token",
		"require_proof_of_possession",
		"skip_non_verifiable_callback_uri_confirmation_prompt",
		"token_quota",
		"web_origins",
	}
)

// IsSelfDescribed reports whether a Client ID Metadata Document describes the application.
func IsSelfDescribed(client object.Object) bool {
	return object.Text(client, "external_metadata_type") == "cimd"
}

// checkStrictMembers refuses a request that sets a member that a strict application may not have.
func checkStrictMembers(sent object.Object, allowed []string) error {
	if name := firstOutside(sent, allowed); name != "" {
		return answer.InvalidBody("%s is not allowed for third-party clients in strict security mode", name)
	}
	return nil
}

// checkDescribedUpdate refuses updates of members that the application's document determines.
//
// Assumption: the wording; that only these members can be updated is documented.
func checkDescribedUpdate(current, update object.Object) error {
	changed := maps.Clone(update)
	maps.DeleteFunc(changed, func(key string, value any) bool {
		return slices.Contains([]string{"is_first_party", "third_party_security_mode"}, key) && value == current[key]
	})
	if name := firstOutside(changed, describedMembers); name != "" {
		return answer.InvalidBody("%s is not allowed to be updated for clients with a Client ID Metadata Document", name)
	}
	return nil
}

// firstOutside returns the first member, by name, that the object sets and the list does not contain.
func firstOutside(sent object.Object, allowed []string) string {
	for _, key := range slices.Sorted(maps.Keys(sent)) {
		if sent[key] == nil || slices.Contains(allowed, key) {
			continue
		}
		nested, isObject := sent[key].(object.Object)
		if !isObject || !slices.ContainsFunc(allowed, func(name string) bool { return strings.HasPrefix(name, key+".") }) {
			return key
		}
		for _, member := range slices.Sorted(maps.Keys(nested)) {
			if name := key + "." + member; nested[member] != nil && !slices.Contains(allowed, name) {
				return name
			}
		}
	}
	return ""
}

// checkRedirectionPolicy refuses redirection_policy of self-registered applications, if the tenant has the variant that
// refuses it.
//
// Assumption: the wording.
func checkRedirectionPolicy(t *tenant.Tenant, client, sent object.Object) error {
	if _, set := sent["redirection_policy"]; set && t.Variants[tenant.RedirectionPolicyRefused] &&
		client["external_metadata_type"] != nil {
		return answer.InvalidBody("redirection_policy cannot be set on a client that was registered dynamically")
	}
	return nil
}

// checkStrict enforces the enhanced security controls of third-party applications.
func checkStrict(client object.Object) error {
	if appType := object.Text(client, "app_type"); appType != "" && !slices.Contains(strictAppTypes, appType) {
		return answer.InvalidBody("app_type %s is not allowed for third-party clients in strict security mode", appType)
	}
	for method := range object.Child(client, "client_authentication_methods") {
		if method != "private_key_jwt" {
			return answer.InvalidBody("client_authentication_methods.%s is not allowed for third-party clients in strict "+
				"security mode", method)
		}
	}
	if alg := object.Text(object.Child(client, "jwt_configuration"), "alg"); alg != "RS256" {
		return answer.InvalidBody("jwt_configuration.alg must be RS256 for third-party clients in strict security mode")
	}
	for _, key := range []string{"callbacks", "allowed_origins", "web_origins"} {
		if err := checkExactURLs(client, key, "invalid_body"); err != nil {
			return err
		}
	}
	if refresh := object.Child(client, "refresh_token"); refresh != nil {
		if object.Text(refresh, "expiration_type") != "expiring" {
			return answer.InvalidBody("refresh_token.expiration_type must be expiring for third-party clients in strict " +
				"security mode")
		}
		if object.Flag(refresh, "infinite_idle_token_lifetime") {
			return answer.InvalidBody("refresh_token.infinite_idle_token_lifetime is not allowed for third-party clients in " +
				"strict security mode")
		}
	}
	return nil
}

// checkExactURLs refuses wildcards in a member of a strict application.
func checkExactURLs(client object.Object, key, code string) error {
	for _, url := range object.List(client, key) {
		if strings.Contains(url, "*") {
			return answer.BadRequest(code, "%s cannot contain wildcards for third-party clients in strict security mode: "+
				"%s", key, url)
		}
	}
	return nil
}
