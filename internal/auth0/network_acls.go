package auth0

import (
	"context"
	"encoding/json"
	"net/url"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// Scopes of a tenant ACL: what it is about.
const (
	aclOfRegistration = "dynamic_client_registration"
	aclOfEverything   = "tenant"
)

// NetworkACL is a rule of the tenant about which networks may ask for what.
type NetworkACL struct {
	ID     string         `json:"id"`
	Active bool           `json:"active"`
	Rule   NetworkACLRule `json:"rule"`
}

// NetworkACLRule says what becomes of requests. Action has one of the members block, allow, log and redirect.
type NetworkACLRule struct {
	Scope  string                     `json:"scope"`
	Action map[string]json.RawMessage `json:"action"`
}

// ProtectsRegistration reports whether the rule keeps anybody from registering applications.
func (a NetworkACL) ProtectsRegistration() bool {
	isOfRegistration := a.Rule.Scope == aclOfRegistration || a.Rule.Scope == aclOfEverything
	refuses := string(a.Rule.Action["block"]) == "true" || string(a.Rule.Action["redirect"]) == "true"
	return a.Active && isOfRegistration && refuses
}

// NetworkACLs are the calls of the collection of tenant ACLs.
type NetworkACLs struct{ all *cache.Listing[NetworkACL] }

func newNetworkACLs(t *tenant) NetworkACLs {
	path := call.PathTo("network-acls")
	return NetworkACLs{cache.NewListing(t.store, path, func(ctx context.Context) ([]NetworkACL, error) {
		return call.ListByNumber[NetworkACL](ctx, t.caller, path, "network_acls", url.Values{})
	})}
}

// Key returns what the rule is asked for by.
func (a NetworkACL) Key() string { return a.ID }

// ListNetworkACLs returns the tenant's ACLs. Tenants that cannot have any answer 403.
//
// Scope: read:network_acls.
func (c *NetworkACLs) ListNetworkACLs(ctx context.Context) ([]NetworkACL, error) {
	return c.all.All(ctx)
}
