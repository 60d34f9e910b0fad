package api

import "slices"

// Endpoints returns the Management API. The first endpoint that matches a request answers it.
func Endpoints() []endpoint {
	return slices.Concat(
		clientEndpoints(),
		metadataDocumentEndpoints(),
		credentialEndpoints(),
		clientGrantEndpoints(),
		connectionEndpoints(),
		resourceServerEndpoints(),
		organizationEndpoints(),
		organizationGrantEndpoints(),
		organizationClientEndpoints(),
		organizationConnectionEndpoints(),
		organizationMemberEndpoints(),
		rateLimitPolicyEndpoints(),
		userGrantEndpoints(),
		refreshTokenEndpoints(),
		ruleEndpoints(),
		hookEndpoints(),
		networkACLEndpoints(),
		tenantSettingsEndpoints(),
	)
}

// one is the requirement of a call for which one scope is enough.
func one(scope string) []anyOf { return []anyOf{{scope}} }

// Scopes that several calls accept.
var (
	readClients = anyOf{"read:clients", "read:client_keys", "read:client_credentials", "read:client_summary"}
	readOrgs    = anyOf{"read:organizations", "read:organizations_summary"}
)
