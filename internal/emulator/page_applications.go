package emulator

import (
	"maps"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/page"
)

// showApplications writes the third-party applications that the filter lets through, and what they can reach, into the page.
func (t *tenant) showApplications(view *page.View) {
	var shown []page.Application
	for _, client := range t.clients.all() {
		switch {
		case isThirdParty(client):
			if application := pageApplication(client); application.Matches(view.Filter) {
				shown = append(shown, application)
			}
		case !flag(client, "global"):
			view.FirstParty++
		}
	}
	slices.Reverse(shown)
	view.Applications = page.NewList(shown, view.Filter)

	// As many of the same applications as there is place for what they can reach.
	reach := t.reach()
	view.Access.Total = len(shown)
	for rows, i := 0, 0; i < len(view.Applications.Items) && (view.Filter.All || rows < page.ListLimit); i++ {
		entries := reach.of(t.clients.get(shown[i].ClientID))
		view.Access.Items = append(view.Access.Items, page.ApplicationAccess{Application: shown[i], Entries: entries})
		rows += max(1, len(entries))
	}
}

func pageApplication(client object) page.Application {
	application := page.Application{
		Name:           text(client, "name"),
		ClientID:       text(client, "client_id"),
		Mode:           text(client, "third_party_security_mode"),
		Type:           text(client, "app_type"),
		Origin:         text(client, "external_metadata_type"),
		ExternalID:     text(client, "external_client_id"),
		Authentication: text(client, "token_endpoint_auth_method"),
	}
	if methods := child(client, "client_authentication_methods"); len(methods) > 0 {
		application.Authentication = strings.Join(slices.Sorted(maps.Keys(methods)), ", ")
	}
	switch {
	case !isStrict(client):
	case text(client, "redirection_policy") == "allow_always":
		application.Redirects = "open"
	default:
		application.Redirects = "protected"
	}
	return application
}

// reach is what is needed to tell what applications can reach: the tenant's APIs, those that only grants know included.
type reach struct {
	audiences []string
	apis      map[string]object // nil for those that are gone
	grants    grantIndex
	tenant    *tenant
}

func (t *tenant) reach() reach {
	r := reach{apis: map[string]object{}, grants: t.grantIndex(), tenant: t}
	for _, grant := range t.clientGrants.all() {
		r.apis[text(grant, "audience")] = nil
	}
	for _, api := range t.resourceServers.all() {
		r.apis[text(api, "identifier")] = api
	}
	r.audiences = slices.Sorted(maps.Keys(r.apis))
	return r
}

// of returns what an application can reach, and the grants for it that come to nothing.
func (r reach) of(client object) []page.Access {
	var out []page.Access
	for _, audience := range r.audiences {
		api := r.apis[audience]
		for _, subjectType := range []string{"user", "client"} {
			got := r.tenant.usable(client, r.grants.access(client, audience, api, subjectType), subjectType)
			if !got.reason.allows() && got.grant == nil {
				continue
			}
			out = append(out, page.Access{
				API: text(api, "name"), Audience: audience, SubjectType: subjectType,
				Reason: string(got.reason), Allowed: got.reason.allows(), Unclear: got.reason == organizationUnclear,
				Scopes:  page.Scopes{All: got.all, Values: got.scopes, Undefined: got.undefined},
				GrantID: text(got.grant, "id"),
			})
		}
	}
	return out
}
