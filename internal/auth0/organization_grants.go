package auth0

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// MaxOrganizationGrants is how many client grants Auth0 lets an organization have.
const MaxOrganizationGrants = 100

// OrganizationGrant is a client grant that an organization has: its application may get tokens for the organization.
type OrganizationGrant struct {
	OrganizationID string `json:"organization_id"`
	GrantID        string `json:"grant_id"`
}

// Key returns what tells the pair apart from others.
func (g OrganizationGrant) Key() string { return g.OrganizationID + "/" + g.GrantID }

// Names of the collections by which objects are told apart.
const (
	grantPairs           = "client grants of organizations"
	grantsOfOrganization = "client grants of organization"
)

// OrganizationGrants are the calls about client grants that organizations have.
//
// There is no listing of all of them: an organization's grants can be listed, and a grant's organizations. Reads are
// answered from whichever takes few calls; see [OrganizationGrants.ReadOrganizationGrant].
type OrganizationGrants struct {
	*tenant
	pairs   *cache.Collection[OrganizationGrant] // by key, singly
	listed  *cache.Collection[organizationGrants]
	ofGrant func(grantID string) *cache.Collection[OrganizationGrant] // by organization
	misses  *misses
}

func newOrganizationGrants(t *tenant) OrganizationGrants {
	pairs := cache.New(t.store, grantPairSource{t})
	listed := cache.New(t.store, organizationGrantsSource{t, pairs})
	return OrganizationGrants{
		tenant: t,
		pairs:  pairs,
		listed: listed,
		ofGrant: cache.PerKey(func(grantID string) *cache.Collection[OrganizationGrant] {
			return cache.New(t.store, grantOrganizationsSource{t, grantID, listed})
		}),
		misses: &misses{of: map[string]int{}},
	}
}

// ListOrganizationGrants returns every client grant that an organization has.
//
// Scope: read:organization_client_grants.
func (c *OrganizationGrants) ListOrganizationGrants(ctx context.Context, organizationID string) ([]ClientGrant, error) {
	listed, err := c.listed.Read(ctx, organizationID, FreshInApply)
	if err != nil {
		return nil, err
	}
	return listed.grants, nil
}

// ReadOrganizationGrant returns the pair if the organization has the grant; else the error is one of [IsNotFound].
//
// The first read that memory does not answer lists the organization's grants, at most [MaxOrganizationGrants]. If one
// grant is asked for in several organizations, and nothing else in the next one, its organizations are listed instead.
// Many grants of one organization then take one listing, and so do many organizations with one grant. A pair that no
// listing shows is asked for singly.
//
// Scope: read:organization_client_grants.
func (c *OrganizationGrants) ReadOrganizationGrant(
	ctx context.Context, organizationID, grantID string, how Freshness,
) (*OrganizationGrant, error) {
	pair := OrganizationGrant{organizationID, grantID}
	if how != Fresh {
		isListed, err := c.isListed(ctx, pair, how)
		if isListed || err != nil && !IsNotFound(err) {
			return &pair, err
		}
	}
	return c.pairs.Read(ctx, pair.Key(), Fresh)
}

// isListed reports whether a listing shows the pair.
func (c *OrganizationGrants) isListed(ctx context.Context, pair OrganizationGrant, how Freshness) (bool, error) {
	if listed := c.listed.Recall(pair.OrganizationID, how); listed != nil {
		return listed.has(pair.GrantID), nil
	}
	ofGrant := c.ofGrant(pair.GrantID)
	if ofGrant.Recall(pair.OrganizationID, how) != nil {
		return true, nil
	}
	if c.misses.isOfOneGrant(pair) {
		_, err := ofGrant.Read(ctx, pair.OrganizationID, how)
		return err == nil, err
	}
	listed, err := c.listed.Read(ctx, pair.OrganizationID, how)
	return err == nil && listed.has(pair.GrantID), err
}

// misses counts, by organization and by grant, the reads that memory did not answer.
type misses struct {
	mu sync.Mutex
	of map[string]int
}

// isOfOneGrant counts the miss, and reports whether it is the first one of its organization but not of its grant.
func (m *misses) isOfOneGrant(pair OrganizationGrant) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of[pair.OrganizationID]++
	m.of[pair.GrantID]++
	return m.of[pair.OrganizationID] == 1 && m.of[pair.GrantID] > 1
}

// AddOrganizationGrant gives an organization a client grant. The API answers 409 if it has the grant already, or has
// [MaxOrganizationGrants] others, and 404 if there is no such organization or grant; one that was made seconds ago is
// waited for.
//
// If the answer is lost, the organization is asked for the grant, and the request is sent again if it does not have it.
// A repetition does no harm, because it gives nothing twice. A 409 to it means that the first request was late,
// if the organization has the grant.
//
// Scope: create:organization_client_grants.
func (c *OrganizationGrants) AddOrganizationGrant(ctx context.Context, organizationID, grantID string) error {
	pair := OrganizationGrant{organizationID, grantID}
	_, err := creation[OrganizationGrant]{
		create: func(ctx context.Context) (*OrganizationGrant, error) { return c.add(ctx, pair) },
		find: func(ctx context.Context) (*OrganizationGrant, error) {
			return orNone(c.pairs.Read(ctx, pair.Key(), Fresh))
		},
		isMade: func(*OrganizationGrant) bool { return true },
	}.once(ctx)
	return err
}

func (c *OrganizationGrants) add(ctx context.Context, pair OrganizationGrant) (*OrganizationGrant, error) {
	body := struct {
		GrantID string `json:"grant_id"`
	}{pair.GrantID}
	return c.pairs.Create(body, func(func(string) bool) (*OrganizationGrant, error) {
		path := call.PathTo("organizations", pair.OrganizationID, "client-grants")
		r := call.Request{Method: http.MethodPost, Path: path, Body: body}
		_, err := call.One(ctx, c.caller, r, func(a addedGrant) bool {
			return a.GrantID == pair.GrantID || a.ID == pair.GrantID
		})
		return &pair, err
	}, cache.Object{Collection: grantsOfOrganization, ID: pair.OrganizationID})
}

// addedGrant is the answer to a grant that is given. It names the grant grant_id, and its documentation says id.
type addedGrant struct {
	ID      string `json:"id"`
	GrantID string `json:"grant_id"`
}

// RemoveOrganizationGrant takes a client grant from an organization. That of one that is gone succeeds; of an
// organization that is gone the error is one of [IsNotFound].
//
// Scope: delete:organization_client_grants.
func (c *OrganizationGrants) RemoveOrganizationGrant(ctx context.Context, organizationID, grantID string) error {
	pair := OrganizationGrant{organizationID, grantID}
	return c.pairs.Delete(pair.Key(), func() error {
		path := call.PathTo("organizations", organizationID, "client-grants", grantID)
		return c.caller.Do(ctx, call.Request{Method: http.MethodDelete, Path: path}, nil)
	}, cache.Object{Collection: grantsOfOrganization, ID: organizationID})
}

// grantPairSource reads single pairs: the organization's grants, filtered by the one that is asked for.
type grantPairSource struct{ *tenant }

func (grantPairSource) Collection() string                     { return grantPairs }
func (grantPairSource) Path(key string) string                 { return pairOf(key).path() }
func (grantPairSource) Key(g OrganizationGrant) string         { return g.Key() }
func (grantPairSource) Parts(OrganizationGrant) []cache.Object { return nil }
func (grantPairSource) Pages() cache.Pager[OrganizationGrant]  { return nil }

func (s grantPairSource) Read(ctx context.Context, key string) (*OrganizationGrant, error) {
	pair := pairOf(key)
	query := call.Numbered(url.Values{"grant_ids": {pair.GrantID}}, 0)
	found, err := call.FetchPage[ClientGrant](ctx, s.caller, pair.path(), "client_grants", query)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(found.Items, func(g ClientGrant) bool { return g.ID == pair.GrantID }) {
		return nil, pair.notFound()
	}
	return &pair, nil
}

func pairOf(key string) OrganizationGrant {
	organizationID, grantID, _ := strings.Cut(key, "/")
	return OrganizationGrant{organizationID, grantID}
}

func (g OrganizationGrant) path() string {
	return call.PathTo("organizations", g.OrganizationID, "client-grants")
}

func (g OrganizationGrant) notFound() error {
	return &Error{StatusCode: http.StatusNotFound, Method: http.MethodGet, Path: call.Path(g.path())}
}

// organizationGrants are the client grants of an organization.
type organizationGrants struct {
	organizationID string
	grants         []ClientGrant
}

func (g *organizationGrants) has(grantID string) bool {
	return slices.ContainsFunc(g.grants, func(grant ClientGrant) bool { return grant.ID == grantID })
}

// organizationGrantsSource reads the grants of organizations.
type organizationGrantsSource struct {
	*tenant
	pairs *cache.Collection[OrganizationGrant]
}

func (organizationGrantsSource) Collection() string                      { return grantsOfOrganization }
func (organizationGrantsSource) Path(id string) string                   { return OrganizationGrant{id, ""}.path() }
func (organizationGrantsSource) Key(g organizationGrants) string         { return g.organizationID }
func (organizationGrantsSource) Parts(organizationGrants) []cache.Object { return nil }
func (organizationGrantsSource) Pages() cache.Pager[organizationGrants]  { return nil }

func (s organizationGrantsSource) Read(ctx context.Context, id string) (*organizationGrants, error) {
	grants, err := call.ListByNumber[ClientGrant](ctx, s.caller, s.Path(id), "client_grants", url.Values{})
	if err != nil {
		return nil, err
	}
	shown := map[string]ClientGrant{}
	pairs := make([]OrganizationGrant, len(grants))
	for i, grant := range grants {
		shown[grant.ID], pairs[i] = grant, OrganizationGrant{id, grant.ID}
	}
	pairs, err = s.pairs.Reconcile(ctx, pairs, func(g OrganizationGrant) bool { return g.OrganizationID == id })
	if err != nil {
		return nil, err
	}
	now := &organizationGrants{organizationID: id, grants: make([]ClientGrant, len(pairs))}
	for i, pair := range pairs {
		now.grants[i] = shown[pair.GrantID]
		now.grants[i].ID = pair.GrantID
	}
	return now, nil
}

// grantOrganizationsSource reads the organizations that have one grant: from a listing of them or, singly, from the
// grants of the organization.
type grantOrganizationsSource struct {
	*tenant
	grantID string
	listed  *cache.Collection[organizationGrants]
}

func (s grantOrganizationsSource) Collection() string {
	return "organizations of client grant " + s.grantID
}
func (s grantOrganizationsSource) Path(id string) string {
	return OrganizationGrant{id, s.grantID}.path()
}
func (grantOrganizationsSource) Key(g OrganizationGrant) string { return g.OrganizationID }

func (grantOrganizationsSource) Parts(g OrganizationGrant) []cache.Object {
	return []cache.Object{{Collection: grantPairs, ID: g.Key()}}
}

func (s grantOrganizationsSource) Read(ctx context.Context, id string) (*OrganizationGrant, error) {
	listed, err := s.listed.Read(ctx, id, FreshInApply)
	if err != nil {
		return nil, err
	}
	pair := OrganizationGrant{id, s.grantID}
	if !listed.has(s.grantID) {
		return nil, pair.notFound()
	}
	return &pair, nil
}

func (s grantOrganizationsSource) Pages() cache.Pager[OrganizationGrant] {
	path := call.PathTo("client-grants", s.grantID, "organizations")
	next := call.ByEither[Organization](s.caller, path, "organizations", func() url.Values { return url.Values{} })
	return func(ctx context.Context) ([]OrganizationGrant, int, error) {
		organizations, left, err := next(ctx)
		pairs := make([]OrganizationGrant, len(organizations))
		for i, organization := range organizations {
			pairs[i] = OrganizationGrant{organization.ID, s.grantID}
		}
		return pairs, left, err
	}
}
