package auth0

import (
	"context"
	"encoding/json"
	"net/url"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// grantByKey is the grant that an application has for an API and a subject type, or that it has none.
type grantByKey struct {
	key   ClientGrantFilter
	grant *ClientGrant // nil if there is none
}

// ClientGrantsByKey are the reads of client grants by what Auth0 keeps at most one for.
type ClientGrantsByKey struct {
	memory *cache.Collection[grantByKey]
}

// ReadClientGrantByKey returns the grant of an application for an API and a subject type, nil if there is none. It is
// for grants that are not expected to be there: many reads of a plan are answered from one listing.
//
// Scope: read:client_grants.
func (c *ClientGrantsByKey) ReadClientGrantByKey(
	ctx context.Context, key ClientGrantFilter, how Freshness,
) (*ClientGrant, error) {
	found, err := c.memory.Read(ctx, key.text(), how)
	if err != nil {
		return nil, err
	}
	return found.grant, nil
}

// grantsByKey reads grants by natural key. The listing is that of all grants.
type grantsByKey struct{ grants *ClientGrants }

func (grantsByKey) Collection() string          { return collectionByKey }
func (grantsByKey) Path(string) string          { return call.PathTo("client-grants") }
func (grantsByKey) Key(found grantByKey) string { return found.key.text() }

func (grantsByKey) Parts(found grantByKey) []cache.Object {
	parts := []cache.Object{grantsOf(found.key.ClientID)}
	if found.grant != nil {
		parts = append(parts, cache.Object{Collection: string(CollectionClientGrants), ID: found.grant.ID})
	}
	return parts
}

func (s grantsByKey) Read(ctx context.Context, text string) (*grantByKey, error) {
	found := s.Absent(text)
	var err error
	found.grant, err = s.grants.FindClientGrant(ctx, found.key)
	return &found, err
}

// Absent is that an application has no such grant.
func (grantsByKey) Absent(text string) (found grantByKey) {
	_ = json.Unmarshal([]byte(text), &found.key) // what text has made
	return found
}

func (s grantsByKey) Pages() cache.Pager[grantByKey] {
	next := call.ByNumber[ClientGrant](s.grants.caller, call.PathTo("client-grants"), "client_grants", url.Values{})
	return func(ctx context.Context) ([]grantByKey, int, error) {
		grants, left, err := next(ctx)
		found := make([]grantByKey, len(grants))
		for i, grant := range grants {
			key := ClientGrantFilter{ClientID: grant.ClientID, Audience: grant.Audience, SubjectType: grant.SubjectType}
			found[i] = grantByKey{key, &grants[i]}
		}
		return found, left, err
	}
}
