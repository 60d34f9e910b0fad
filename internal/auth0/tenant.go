package auth0

import (
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// tenant is what the collections of a client share: what makes its calls, and what is remembered of its objects.
type tenant struct {
	caller *call.Caller
	store  *cache.Store
}

// Collection names a collection whose objects are read in bulk.
type Collection string

// The collections with an expected number of objects: see [Client.Expect].
const (
	CollectionApplications      Collection = "clients"
	CollectionClientGrants      Collection = "client-grants"
	CollectionRateLimitPolicies Collection = "rate-limit-policies"
)

// grantsOf identifies all grants of an application, which are deleted with it.
func grantsOf(clientID string) cache.Object {
	return cache.Object{Collection: "grants of application", ID: clientID}
}

// defaultsOf identifies the default permissions of an API, which a write to a grant may change.
func defaultsOf(audience string) cache.Object {
	return cache.Object{Collection: collectionDefaults, ID: audience}
}

// grantAt identifies the grant with a natural key, as a text, which may be there or not.
func grantAt(key string) cache.Object {
	return cache.Object{Collection: collectionByKey, ID: key}
}

const (
	collectionDefaults = "default permissions"
	collectionByKey    = "client grants by key"
)
