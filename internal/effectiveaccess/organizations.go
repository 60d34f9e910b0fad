package effectiveaccess

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// organizations reads the tenant's organizations, or one of them. It reads only what access depends on. If a scope is
// missing, the answer is unknown.
type organizations struct {
	ctx     context.Context //nolint:containedctx // of the one read that this is made for
	client  *auth0.Client
	one     *auth0.Organization // nil for all
	listed  func() ([]auth0.Organization, error)
	grants  func() ([]auth0.ClientGrant, error)                        // of that one
	entries map[string]func() ([]auth0.OrganizationApplication, error) // by organization

	refusal error // the scope for organizations of grants is missing, so they are not read again
	failure error // the first other error
}

var _ access.Organizations = (*organizations)(nil)

func newOrganizations(ctx context.Context, client *auth0.Client, one *auth0.Organization) *organizations {
	o := &organizations{
		ctx: ctx, client: client, one: one,
		entries: map[string]func() ([]auth0.OrganizationApplication, error){},
	}
	o.listed = sync.OnceValues(func() ([]auth0.Organization, error) { return client.ListOrganizations(ctx) })
	if one != nil {
		o.listed = func() ([]auth0.Organization, error) { return []auth0.Organization{*one}, nil }
		o.grants = sync.OnceValues(func() ([]auth0.ClientGrant, error) { return client.ListOrganizationGrants(ctx, one.ID) })
	}
	return o
}

// Exist says whether there is any organization.
func (o *organizations) Exist() access.Answer {
	listed, err := o.listed()
	return o.answer(len(listed) > 0, err)
}

// Admit says whether any organization lets the application log its users in. An organization's settings for single
// applications are read only if they apply, and if no other organization decides.
func (o *organizations) Admit(clientID string) access.Answer {
	listed, err := o.listed()
	if err != nil {
		return o.answer(false, err)
	}
	best := access.No
	byEntry := func(organization auth0.Organization) bool { return organization.IsAppEntitlementActive }
	for _, organization := range listed {
		if !byEntry(organization) && organization.Admits(nil) {
			return access.Yes
		}
	}
	for _, organization := range listed {
		if !byEntry(organization) {
			continue
		}
		entry, err := o.entry(organization.ID, clientID)
		switch answer := o.answer(organization.Admits(entry), err); answer {
		case access.Yes:
			return answer
		case access.Unknown:
			best = answer
		case access.No:
		}
	}
	return best
}

// entry returns an organization's setting for one application, nil if it has none.
func (o *organizations) entry(organizationID, clientID string) (*auth0.OrganizationApplication, error) {
	if o.entries[organizationID] == nil {
		o.entries[organizationID] = sync.OnceValues(func() ([]auth0.OrganizationApplication, error) {
			return o.client.ListOrganizationApplications(o.ctx, organizationID)
		})
	}
	listed, err := o.entries[organizationID]()
	i := slices.IndexFunc(listed, func(a auth0.OrganizationApplication) bool { return a.ClientID == clientID })
	if i < 0 {
		return nil, err
	}
	return &listed[i], err
}

// HaveGrant says whether any organization has the client grant.
func (o *organizations) HaveGrant(grantID string) access.Answer {
	if o.one != nil {
		grants, err := o.grants()
		has := slices.ContainsFunc(grants, func(grant auth0.ClientGrant) bool { return grant.ID == grantID })
		return o.answer(has, err)
	}
	if o.refusal != nil {
		return access.Unknown
	}
	listed, err := o.client.ListGrantOrganizations(o.ctx, grantID)
	if auth0.IsScope(err) {
		o.refusal = err
	}
	return o.answer(len(listed) > 0, err)
}

// answer returns Yes or No, and Unknown after an error.
func (o *organizations) answer(is bool, err error) access.Answer {
	switch {
	case err != nil:
		if !auth0.IsScope(err) {
			o.failure = cmp.Or(o.failure, err)
		}
		return access.Unknown
	case is:
		return access.Yes
	default:
		return access.No
	}
}
