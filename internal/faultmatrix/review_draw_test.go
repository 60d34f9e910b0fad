package faultmatrix

import (
	"slices"

	"pgregory.net/rapid"
)

const (
	robot      = "auth0access_third_party_application.robot"
	robotGrant = "auth0access_client_grant.robot"
	agentGrant = "auth0access_client_grant.agent"
)

// reviewable draws a careful configuration, and beside it what only reviews draw: an application that a document
// describes, grants that end, and an application that an organization lets in. The test begins with the year 2000.
func reviewable(t *rapid.T, name string) []configured {
	config := carefulConfiguration(t, name)
	isExclusive := func(c configured) bool { return c.typeName() == typeOf(exclusiveApplications) }
	if slices.ContainsFunc(config, isExclusive) {
		return config // which leaves room for no others
	}
	d := &drawing{t: t, careful: true, all: config}
	if d.rarely("document") {
		d.all = append(d.all, described())
		if d.rarely("grant of the agent") {
			d.add(agentGrant, d.ending(agentApplication, "user"))
		}
	}
	if d.rarely("robot") {
		app := machine()
		app.address = robot
		granted := d.ending(robot, "client")
		granted["organization_usage"] = "allow" // with "require", a review assumes that some organization has the grant
		d.all = append(d.all, app)
		d.add(robotGrant, granted)
		if d.rarely("association") {
			one := associated()
			one.arguments["client_id"], one.arguments["use_for_member_access"] = ref{robot, "client_id"}, d.one("access", []any{true, false})
			d.all = append(d.all, one)
		}
	}
	return d.all
}

// ending draws a grant that may have ended by the time of the plan.
func (d *drawing) ending(holder, subjectType string) arguments {
	one := arguments{
		"client_id": ref{holder, "client_id"}, "audience": ordersAPI, "subject_type": subjectType,
		"scopes": d.one("scopes", []any{[]any{}, []any{"read:orders"}, []any{"read:orders", "write:orders"}}),
	}
	if d.rarely("end") {
		one["expires_at"] = d.one("expires_at", []any{"2000-01-01T09:00:00Z", "2040-01-01T00:00:00Z"})
	}
	return one
}
