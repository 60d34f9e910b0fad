package effectiveaccess

import (
	"cmp"
	"context"
	"sync"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// organizations asks the tenant about its organizations: what no access depends on is not asked, and what the access
// token may not ask is unknown.
type organizations struct {
	all     func() ([]auth0.Organization, error)
	ofGrant func(grantID string) ([]auth0.Organization, error)
	refusal error // for want of the scope for ofGrant, which is then not asked again
	failure error // the first other error
}

var _ access.Organizations = (*organizations)(nil)

func newOrganizations(ctx context.Context, client *auth0.Client) *organizations {
	return &organizations{
		all:     sync.OnceValues(func() ([]auth0.Organization, error) { return client.ListOrganizations(ctx) }),
		ofGrant: func(grantID string) ([]auth0.Organization, error) { return client.ListGrantOrganizations(ctx, grantID) },
	}
}

// Exist says whether there is any organization.
func (o *organizations) Exist() access.Answer {
	listed, err := o.all()
	return o.any(listed, err, func(auth0.Organization) access.Answer { return access.Yes })
}

// AdmitThirdParties says whether any organization lets third-party applications log its users in.
//
// Assumption: entries-of-applications: an organization that blocks third-party applications may have an entry for one
// that lets it in. Entries are not looked at.
func (o *organizations) AdmitThirdParties() access.Answer {
	listed, err := o.all()
	return o.any(listed, err, func(organization auth0.Organization) access.Answer {
		switch {
		case organization.ThirdPartyClientAccess == auth0.ThirdPartyAccessAllow:
			return access.Yes
		case organization.IsAppEntitlementActive:
			return access.Unknown
		default:
			return access.No
		}
	})
}

// HaveGrant says whether any organization has the client grant.
func (o *organizations) HaveGrant(grantID string) access.Answer {
	if o.refusal != nil {
		return access.Unknown
	}
	listed, err := o.ofGrant(grantID)
	if auth0.IsScope(err) {
		o.refusal = err
	}
	return o.any(listed, err, func(auth0.Organization) access.Answer { return access.Yes })
}

// any says whether the answer is yes for any of the organizations.
func (o *organizations) any(
	listed []auth0.Organization,
	err error,
	answer func(auth0.Organization) access.Answer,
) access.Answer {
	if err != nil {
		if !auth0.IsScope(err) {
			o.failure = cmp.Or(o.failure, err)
		}
		return access.Unknown
	}
	best := access.No
	for _, organization := range listed {
		switch one := answer(organization); one {
		case access.Yes:
			return one
		case access.Unknown:
			best = one
		case access.No:
		}
	}
	return best
}
