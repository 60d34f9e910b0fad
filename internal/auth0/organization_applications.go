package auth0

import (
	"context"
	"net/http"
	"net/url"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// MaxOrganizationApplications is how many applications Auth0 lets an organization be associated with.
const MaxOrganizationApplications = 100

// OrganizationApplication determines whether the members of an organization may use an application. It overrides the
// organization's setting for all third-party applications.
//
// The client of an association, as the API calls it, has more members, which nothing needs.
type OrganizationApplication struct {
	OrganizationID     string `json:"-"`
	ClientID           string `json:"client_id"`
	UseForMemberAccess bool   `json:"use_for_member_access"`
}

// Key returns what tells the application apart from others of the organization.
func (a OrganizationApplication) Key() string { return a.ClientID }

// Admits reports whether users may log in to the organization with a strict third-party application. association is
// what the organization says of the application alone, nil if nothing; it overrides what it says of all third parties.
//
// Assumption: associations-that-count: they count only in an organization with is_app_entitlement_active.
func (o Organization) Admits(association *OrganizationApplication) bool {
	if o.IsAppEntitlementActive && association != nil {
		return association.UseForMemberAccess
	}
	return o.ThirdPartyClientAccess == ThirdPartyAccessAllow
}

// applicationPairs is the name of the collection, by which objects are told apart.
const applicationPairs = "applications of organization "

// OrganizationApplications are the calls about applications that organizations are associated with.
type OrganizationApplications struct {
	*tenant
	of      func(organizationID string) *cache.Collection[OrganizationApplication] // by client id
	listing func(organizationID string) *cache.Listing[OrganizationApplication]
	batches func(organizationID string) *batches
}

func newOrganizationApplications(t *tenant) OrganizationApplications {
	c := OrganizationApplications{tenant: t}
	c.of = cache.PerKey(func(id string) *cache.Collection[OrganizationApplication] {
		return cache.New(t.store, organizationApplicationSource{t, id})
	})
	c.listing = cache.PerKey(func(id string) *cache.Listing[OrganizationApplication] {
		return cache.NewListing(t.store, applicationsPath(id), func(ctx context.Context) ([]OrganizationApplication, error) {
			listed, err := call.List[OrganizationApplication](ctx, t.caller, applicationsPath(id), "clients", url.Values{})
			for i := range listed {
				listed[i].OrganizationID = id
			}
			return listed, err
		})
	})
	c.batches = cache.PerKey(func(id string) *batches { return newBatches(t, applicationsPath(id)) })
	return c
}

func applicationsPath(organizationID string) string {
	return call.PathTo("organizations", organizationID, "clients")
}

// ListOrganizationApplications returns every application that an organization is associated with.
//
// Scope: read:organization_clients.
func (c *OrganizationApplications) ListOrganizationApplications(
	ctx context.Context, organizationID string,
) ([]OrganizationApplication, error) {
	return c.listing(organizationID).All(ctx)
}

// ReadOrganizationApplication returns the association of an organization with an application.
//
// Scope: read:organization_clients.
func (c *OrganizationApplications) ReadOrganizationApplication(
	ctx context.Context, organizationID, clientID string, how Freshness,
) (*OrganizationApplication, error) {
	return c.of(organizationID).Read(ctx, clientID, how)
}

// CreateOrganizationApplication associates an organization with an application. The API answers 409 if it is associated
// already or has [MaxOrganizationApplications] others, and 404 if there is no such organization or application; one
// that was made seconds ago is waited for. Calls during a request are sent with the next one, ten at a time.
//
// If the answer is lost, the association is looked for, and the request is sent again if there is none.
//
// Scope: create:organization_clients.
func (c *OrganizationApplications) CreateOrganizationApplication(
	ctx context.Context, wanted OrganizationApplication,
) (*OrganizationApplication, error) {
	return creation[OrganizationApplication]{
		create: func(ctx context.Context) (*OrganizationApplication, error) { return c.create(ctx, wanted) },
		find: func(ctx context.Context) (*OrganizationApplication, error) {
			return orNone(c.ReadOrganizationApplication(ctx, wanted.OrganizationID, wanted.ClientID, Fresh))
		},
		isMade: func(found *OrganizationApplication) bool { return *found == wanted },
	}.once(ctx)
}

func (c *OrganizationApplications) create(
	ctx context.Context, wanted OrganizationApplication,
) (*OrganizationApplication, error) {
	return c.of(wanted.OrganizationID).Create(wanted, func(func(string) bool) (*OrganizationApplication, error) {
		return &wanted, c.batches(wanted.OrganizationID).create(ctx, wanted.ClientID, wanted)
	})
}

// UpdateOrganizationApplication changes whether the members of the organization may use the application.
//
// Scope: update:organization_clients.
func (c *OrganizationApplications) UpdateOrganizationApplication(
	ctx context.Context, wanted OrganizationApplication,
) (*OrganizationApplication, error) {
	body := struct {
		UseForMemberAccess bool `json:"use_for_member_access"`
	}{wanted.UseForMemberAccess}
	return c.of(wanted.OrganizationID).Update(ctx, wanted.ClientID, body, func() (*OrganizationApplication, error) {
		path := call.PathTo("organizations", wanted.OrganizationID, "clients", wanted.ClientID)
		r := call.Request{Method: http.MethodPatch, Path: path, Body: body}
		return c.association(ctx, r, wanted.OrganizationID, wanted.ClientID)
	})
}

// DeleteOrganizationApplication ends the association of an organization with an application. That of one that is gone
// succeeds; of an organization that is gone the error is one of [IsNotFound].
//
// Scope: delete:organization_clients.
func (c *OrganizationApplications) DeleteOrganizationApplication(
	ctx context.Context, organizationID, clientID string,
) error {
	body := struct {
		Clients []string `json:"clients"`
	}{[]string{clientID}}
	return c.of(organizationID).Delete(clientID, func() error {
		r := call.Request{Method: http.MethodDelete, Path: applicationsPath(organizationID), Body: body}
		return c.caller.Do(ctx, r, nil)
	})
}

// association makes a call that answers with one association. An answer that does not say whether members may use the
// application is about something else.
func (t *tenant) association(
	ctx context.Context, r call.Request, organizationID, clientID string,
) (*OrganizationApplication, error) {
	type shown struct {
		ClientID           string `json:"client_id"`
		UseForMemberAccess *bool  `json:"use_for_member_access"`
	}
	found, err := call.One(ctx, t.caller, r, func(a shown) bool {
		return a.ClientID == clientID && a.UseForMemberAccess != nil
	})
	if err != nil {
		return nil, err
	}
	return &OrganizationApplication{organizationID, clientID, *found.UseForMemberAccess}, nil
}

// organizationApplicationSource reads the applications of one organization, which are few.
type organizationApplicationSource struct {
	*tenant
	organizationID string
}

func (s organizationApplicationSource) Collection() string {
	return applicationPairs + s.organizationID
}
func (s organizationApplicationSource) Key(a OrganizationApplication) string       { return a.ClientID }
func (organizationApplicationSource) Parts(OrganizationApplication) []cache.Object { return nil }

func (s organizationApplicationSource) Path(clientID string) string {
	return call.PathTo("organizations", s.organizationID, "clients", clientID)
}

func (s organizationApplicationSource) Read(ctx context.Context, id string) (*OrganizationApplication, error) {
	r := call.Request{Method: http.MethodGet, Path: s.Path(id)}
	return s.association(ctx, r, s.organizationID, id)
}

func (s organizationApplicationSource) Pages() cache.Pager[OrganizationApplication] {
	path := applicationsPath(s.organizationID)
	next := call.ByCursor[OrganizationApplication](s.caller, path, "clients", url.Values{}, 1)
	return func(ctx context.Context) ([]OrganizationApplication, int, error) {
		items, left, err := next(ctx)
		for i := range items {
			items[i].OrganizationID = s.organizationID
		}
		return items, left, err
	}
}
