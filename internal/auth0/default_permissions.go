package auth0

import (
	"context"
	"maps"
	"net/url"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// DefaultPermissions are the calls about grants to every third-party application, which are part of the collection of
// client grants and read by API.
type DefaultPermissions struct {
	memory *cache.Collection[defaultGrants]
}

// defaultGrants are the default permissions of an API.
type defaultGrants []ClientGrant

// ReadDefaultPermissions returns the default permissions of an API: at most two grants, one for each subject type, and
// none if the API has none.
//
// Scope: read:client_grants.
func (c *DefaultPermissions) ReadDefaultPermissions(
	ctx context.Context, audience string, how Freshness,
) ([]ClientGrant, error) {
	grants, err := c.memory.Read(ctx, audience, how)
	if err != nil {
		return nil, err
	}
	return *grants, nil
}

// defaultsSource reads default permissions by audience. The listing holds those of all APIs and is short: an API has
// at most two.
type defaultsSource struct{ grants *ClientGrants }

func (defaultsSource) Collection() string              { return collectionDefaults }
func (defaultsSource) Path(string) string              { return call.PathTo("client-grants") }
func (defaultsSource) Key(grants defaultGrants) string { return grants[0].Audience }

func (defaultsSource) Parts(grants defaultGrants) []cache.Object {
	parts := make([]cache.Object, len(grants))
	for i, grant := range grants {
		parts[i] = cache.Object{Collection: string(CollectionClientGrants), ID: grant.ID}
	}
	return parts
}

func (s defaultsSource) Read(ctx context.Context, audience string) (*defaultGrants, error) {
	grants, err := s.grants.ListClientGrants(
		ctx, ClientGrantFilter{DefaultFor: DefaultForThirdPartyClients, Audience: audience},
	)
	return (*defaultGrants)(&grants), err
}

// maxDefaults is how many default permissions an API has at most: for users and for applications.
const maxDefaults = 2

// Pages hands out all groups with the last page: before that, none is known to be whole. If the pages may lack grants,
// it hands out only the groups that cannot be larger.
func (s defaultsSource) Pages() cache.Pager[defaultGrants] {
	query := url.Values{"default_for": {DefaultForThirdPartyClients}}
	pages := call.NewNumbered[ClientGrant](s.grants.caller, call.PathTo("client-grants"), "client_grants", query)
	groups := map[string]defaultGrants{}
	return func(ctx context.Context) ([]defaultGrants, int, error) {
		grants, left, err := pages.Next(ctx)
		if err != nil {
			return nil, 0, err
		}
		for _, grant := range grants {
			groups[grant.Audience] = append(groups[grant.Audience], grant)
		}
		if left > 0 {
			return nil, left, nil
		}
		if !pages.IsWhole() {
			maps.DeleteFunc(groups, func(_ string, grants defaultGrants) bool { return len(grants) < maxDefaults })
		}
		return slices.Collect(maps.Values(groups)), 0, nil
	}
}
