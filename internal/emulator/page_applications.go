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

// showApplications writes the third-party applications that the filter lets through, and what they can reach, into the
// page.
func showApplications(t *tenant.Tenant, view *page.View) {
	var shown []page.Application
	for _, client := range t.Clients.All() {
		switch {
		case rules.IsThirdParty(client):
			if application := pageApplication(client); application.Matches(view.Filter) {
				shown = append(shown, application)
			}
		case !object.Flag(client, "global"):
			view.FirstParty++
		}
	}
	slices.Reverse(shown)
	view.Applications = page.NewList(shown, view.Filter)

	// As many of the same applications as there is place for what they can reach.
	reach := newReach(t)
	view.Access.Total = len(shown)
	for rows, i := 0, 0; i < len(view.Applications.Items) && (view.Filter.All || rows < page.ListLimit); i++ {
		entries := reach.of(t.Clients.Get(shown[i].ClientID))
		view.Access.Items = append(view.Access.Items, page.ApplicationAccess{Application: shown[i], Entries: entries})
		rows += max(1, len(entries))
	}
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

// reach is what is needed to tell what applications can reach: the tenant's APIs, those that only grants know included.
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

// of returns what an application can reach, and the grants for it that come to nothing.
func (r reach) of(client object.Object) []page.Access {
	var out []page.Access
	for _, audience := range r.audiences {
		api := r.apis[audience]
		for _, subjectType := range []string{"user", "client"} {
			got := rules.Usable(r.tenant, client, r.grants.Access(client, audience, api, subjectType), subjectType)
			if !got.Reason.Allows() && got.Grant == nil {
				continue
			}
			out = append(out, page.Access{
				API: object.Text(api, "name"), Audience: audience, SubjectType: subjectType,
				Reason: string(got.Reason), Allowed: got.Reason.Allows(),
				Scopes:  page.Scopes{All: got.All, Values: got.Scopes, Undefined: got.Undefined},
				GrantID: object.Text(got.Grant, "id"),
			})
		}
	}
	return out
}
