package limits

import (
	"time"
)

// Off means no rate limit.
const Off = "off"

// tier has the limits of a subscription. Of the Authentication API, only the registration endpoint is limited, equally
// in every tier.
type tier struct {
	whole     budget           // of the whole Management API
	endpoints []endpointBudget // of single endpoints, in addition to that of the whole API
	rest      budget           // of all other endpoints together
}

// endpointBudget is a bucket that the named routes share.
type endpointBudget struct {
	budget
	routes []string
}

// searching marks the route of a listing with the parameter q.
const searching = "?q"

// Routes with buckets of their own.
//
// Assumption: an organization found by its name shares the bucket of one found by id; reading one application or
// connection does not share the bucket of the listing.
var (
	registration        = "POST /oidc/register"
	clientList          = []string{"GET /api/v2/clients"}
	clientSearch        = []string{"GET /api/v2/clients" + searching}
	connectionList      = []string{"GET /api/v2/connections"}
	organizationList    = []string{"GET /api/v2/organizations"}
	organizationReads   = []string{"GET /api/v2/organizations/{id}", "GET /api/v2/organizations/name/{name}"}
	organizationGrants  = []string{"GET /api/v2/organizations/{id}/client-grants"}
	organizationGrant   = []string{"POST /api/v2/organizations/{id}/client-grants"}
	organizationChanges = []string{
		"POST /api/v2/organizations", "PATCH /api/v2/organizations/{id}", "DELETE /api/v2/organizations/{id}",
		"DELETE /api/v2/organizations/{id}/client-grants/{grant_id}",
	}
)

// enterpriseEndpoints are the buckets of single endpoints on Enterprise tenants.
//
// Assumption: a request is taken from them and from the bucket of the whole API. One page of Auth0's documentation says
// so, another says that they are separate.
var enterpriseEndpoints = []endpointBudget{
	{perMinute(5, 150), clientSearch},
	{perMinute(10, 100), organizationList},
	{perMinute(10, 100), organizationReads},
	{perMinute(5, 150), organizationChanges},
	{perMinute(10, 100), organizationGrants},
	{perMinute(5, 150), organizationGrant},
}

// registrationBudget is the bucket of the registration endpoint.
var registrationBudget = perSecond(5, 5)

// tiers are the documented limits of subscriptions, by the name of the rate limit.
var tiers = map[string]tier{
	"free": {whole: perSecond(2, 2)},
	"essentials": {
		endpoints: []endpointBudget{
			{perMinute(5, 100), clientList},
			{perMinute(5, 150), clientSearch},
			{perMinute(5, 50), connectionList},
			{perMinute(5, 50), organizationList},
			{perMinute(20, 200), organizationReads},
			{perMinute(5, 25), organizationChanges},
			{perMinute(10, 100), organizationGrants},
			{perMinute(5, 150), organizationGrant},
		},
		rest: perMinute(10, 150),
	},
	"enterprise":         {whole: perSecond(50, 16), endpoints: enterpriseEndpoints},
	"enterprise-nonprod": {whole: perSecond(10, 2), endpoints: enterpriseEndpoints},

	"private-cloud-dev":   {whole: perSecond(20, 20)},
	"private-cloud-basic": {whole: perSecond(50, 50)},
	"private-cloud-500":   {whole: perSecond(250, 250)},
	"private-cloud-1500":  {whole: perSecond(750, 750)},
	"private-cloud-3000":  {whole: perSecond(1500, 1500)},
	"private-cloud-6000":  {whole: perSecond(3000, 3000)},
	"private-cloud-10000": {whole: perSecond(5000, 5000)},
}

// perSecond and perMinute are budgets of burst requests, to which so many are added each second or minute.
func perSecond(burst, added int) budget { return budget{burst, time.Second / time.Duration(added)} }

func perMinute(burst, added int) budget { return budget{burst, time.Minute / time.Duration(added)} }
