package emulator

import (
	"maps"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/page"
)

// showApplications adds the third-party applications that match the filter, and what they can reach, to the page.
func showApplications(t *tenant.Tenant, view *page.View) {
	reach := newReach(t)
	view.Filterable = reach.audiences
	var shown []page.ApplicationAccess
	for _, client := range slices.Backward(t.Clients.Records) {
		switch {
		case rules.IsThirdParty(client.Data):
			if one, isAsked := reach.asked(client.Data, view.Filter); isAsked {
				shown = append(shown, one)
			}
		case !object.Flag(client.Data, "global"):
			view.FirstParty++
		}
	}
	view.Access.Total, view.Applications.Total = len(shown), len(shown)
	for _, one := range page.NewList(shown, view.Filter).Items {
		view.Applications.Items = append(view.Applications.Items, one.Application)
	}

	// The access of as many of these applications as the page has room for.
	for rows, i := 0, 0; i < len(view.Applications.Items) && (view.Filter.All || rows < page.ListLimit); i++ {
		if !view.Filter.ByAccess() {
			shown[i].Entries = reach.of(t.Clients.Get(shown[i].ClientID), view.Filter)
		}
		view.Access.Items = append(view.Access.Items, shown[i])
		rows += max(1, len(shown[i].Entries))
	}
}

// asked returns an application if it matches the filter, with its access if the filter depends on that.
func (r reach) asked(client object.Object, filter page.Filter) (page.ApplicationAccess, bool) {
	one := page.ApplicationAccess{Application: pageApplication(client)}
	if !one.Matches(filter) {
		return one, false
	}
	if filter.ByAccess() {
		one.Entries = r.of(client, filter)
	}
	return one, !filter.ByAccess() || len(one.Entries) > 0
}

func pageApplication(client object.Object) page.Application {
	application := page.Application{
		Name:           object.Text(client, "name"),
		ClientID:       object.Text(client, "client_id"),
		Mode:           object.Text(client, "third_party_security_mode"),
		Type:           object.Text(client, "app_type"),
		Origin:         object.Text(client, "external_metadata_type"),
		ExternalID:     object.Text(client, "external_client_id"),
		Authentication: object.Text(client, "token_endpoint_auth_method"),
	}
	if methods := object.Child(client, "client_authentication_methods"); len(methods) > 0 {
		application.Authentication = strings.Join(slices.Sorted(maps.Keys(methods)), ", ")
	}
	switch {
	case !rules.IsStrict(client):
	case object.Text(client, "redirection_policy") == "allow_always":
		application.Redirects = "open"
	default:
		application.Redirects = "protected"
	}
	return application
}

// reach is what the access of applications depends on: the grants and the APIs, including APIs that only grants name.
type reach struct {
	audiences []string
	apis      map[string]object.Object // nil for those that are gone
	grants    rules.GrantIndex
	tenant    *tenant.Tenant
}

func newReach(t *tenant.Tenant) reach {
	r := reach{apis: map[string]object.Object{}, grants: rules.IndexGrants(t), tenant: t}
	for _, grant := range t.ClientGrants.All() {
		r.apis[object.Text(grant, "audience")] = nil
	}
	for _, api := range t.ResourceServers.All() {
		r.apis[object.Text(api, "identifier")] = api
	}
	r.audiences = slices.Sorted(maps.Keys(r.apis))
	return r
}

// of returns what an application can reach, and its grants without effect, as far as they match the filter.
func (r reach) of(client object.Object, filter page.Filter) []page.Access {
	var out []page.Access
	for _, audience := range r.audiences {
		if filter.API != "" && filter.API != audience {
			continue
		}
		api := r.apis[audience]
		for _, subjectType := range []string{"user", "client"} {
			got := rules.Usable(r.tenant, client, r.grants.Access(client, audience, api, subjectType), subjectType)
			if !got.Reason.Allows() && got.Grant == nil {
				continue
			}
			shown := page.Access{
				API: object.Text(api, "name"), Audience: audience, SubjectType: subjectType,
				Reason: string(got.Reason), Allowed: got.Reason.Allows(),
				Scopes:  page.Scopes{All: got.All, Values: got.Scopes, Undefined: got.Undefined},
				GrantID: object.Text(got.Grant, "id"),
			}
			if filter.Lets(shown) {
				out = append(out, shown)
			}
		}
	}
	return out
}
