package emulator

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/page"
)

// pageAttemptCount is how many tokens and refusals of an application are shown.
const pageAttemptCount = 30

// details is the page of one application.
func (s *Server) details(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("client_id")
	s.store.Lock()
	details, found := pageDetails(s.store.Current, id, s.Now())
	if found {
		details.Why = pageWhy(s.store.Current, r)
	}
	s.store.Unlock()
	if !found {
		http.Error(w, "the tenant has no application "+id, http.StatusNotFound)
		return
	}
	details.Attempts = s.pageAttempts(id)
	page.ServeDetails(w, details)
}

func pageDetails(t *tenant.Tenant, id string, now time.Time) (page.Details, bool) {
	client := t.Clients.Get(id)
	if client == nil || object.Flag(client, "global") {
		return page.Details{}, false
	}
	details := page.Details{
		Tenant: t.Name, Application: pageApplication(client),
		Callbacks: object.List(client, "callbacks"), GrantTypes: object.List(client, "grant_types"),
		Settings: pageSettings(client), Keys: pageKeys(t, client, now),
		OrganizationUsage: object.Text(client, "organization_usage"), Organizations: pageMemberships(t, client),
		Access: newReach(t).of(client, page.Filter{}), Consents: pageConsents(t, id),
	}
	if policy, _ := rules.RateLimitPolicy(t, client); policy != nil {
		shown := pagePolicy(policy)
		details.Policy = &shown
	}
	return details, true
}

// pageSettings are the settings of an application that decide about its tokens, such as their lifetimes.
func pageSettings(client object.Object) []page.Setting {
	var out []page.Setting
	add := func(holder object.Object, labels ...[2]string) {
		for _, label := range labels {
			if value := holder[label[0]]; value != nil && value != false {
				out = append(out, page.Setting{Name: label[1], Value: readable(value)})
			}
		}
	}
	add(object.Child(client, "jwt_configuration"), [2]string{"lifetime_in_seconds", "ID tokens live"})
	refresh := object.Child(client, "refresh_token")
	add(refresh, [2]string{"rotation_type", "Refresh tokens rotate"})
	add(refresh, [2]string{"expiration_type", "Refresh tokens expire"})
	for _, label := range [][2]string{
		{"token_lifetime", "Refresh tokens live"}, {"idle_token_lifetime", "Unused refresh tokens live"},
	} {
		if object.Flag(refresh, "infinite_"+label[0]) {
			out = append(out, page.Setting{Name: label[1], Value: "forever"})
			continue
		}
		add(refresh, label)
	}
	add(refresh, [2]string{"leeway", "Leeway for a used refresh token"})
	add(
		client,
		[2]string{"require_proof_of_possession", "Requires proof of possession"},
		[2]string{"organization_require_behavior", "Asks for the organization"},
		[2]string{"jwks_uri", "Keys published at"}, [2]string{"logo_uri", "Logo"},
		[2]string{"external_metadata_created_by", "Registered by"},
	)
	return out
}

// readable formats a member of an application. Numbers are seconds.
func readable(value any) string {
	switch v := value.(type) {
	case float64:
		return duration(int(v))
	case bool:
		return "yes"
	default:
		return fmt.Sprint(v)
	}
}

// duration formats seconds in the largest unit that needs no fraction.
func duration(seconds int) string {
	for _, unit := range []struct {
		name    string
		seconds int
	}{{"d", 86400}, {"h", 3600}, {"min", 60}} {
		if seconds > 0 && seconds%unit.seconds == 0 {
			return fmt.Sprintf("%d %s", seconds/unit.seconds, unit.name)
		}
	}
	return fmt.Sprintf("%d s", seconds)
}

func pageKeys(t *tenant.Tenant, client object.Object, now time.Time) []page.Key {
	used := rules.References(client)
	var out []page.Key
	for _, record := range t.Credentials.Matching(rules.BelongsTo(object.Text(client, "client_id"))) {
		expires := object.Text(record.Data, "expires_at")
		at, err := time.Parse(time.RFC3339, expires)
		out = append(out, page.Key{
			ID: record.ID, KeyID: object.Text(record.Data, "kid"), Type: object.Text(record.Data, "credential_type"),
			Algorithm: object.Text(record.Data, "alg"), Expires: expires, Expired: err == nil && !now.Before(at),
			Used: slices.Contains(used, record.ID),
		})
	}
	return out
}

// pageMemberships are the organizations that an application may log users in to, and those that have its grants.
func pageMemberships(t *tenant.Tenant, client object.Object) []page.Membership {
	usage := object.Text(client, "organization_usage")
	var out []page.Membership
	for id, organization := range t.Organizations.All() {
		shown := page.Membership{
			Name: cmp.Or(object.Text(organization, "display_name"), object.Text(organization, "name")), ID: id,
			Admitted: (usage == "allow" || usage == "require") && rules.IsStrict(client) &&
				rules.AdmitsUsers(t, organization, client),
		}
		for _, link := range t.OrganizationGrants {
			grant := t.ClientGrants.Get(link.GrantID)
			if link.OrganizationID == id && object.Text(grant, "client_id") == object.Text(client, "client_id") {
				shown.Grants = append(shown.Grants, link.GrantID)
			}
		}
		out = append(out, shown)
	}
	return out
}

func pageConsents(t *tenant.Tenant, clientID string) []page.Consent {
	var out []page.Consent
	for _, grant := range t.UserGrants.All() {
		if object.Text(grant, "clientID") != clientID {
			continue
		}
		userID, organizationID := object.Text(grant, "user_id"), object.Text(grant, "organization_id")
		user, organization := t.Users.Get(userID), t.Organizations.Get(organizationID)
		out = append(out, page.Consent{
			User:         cmp.Or(object.Text(user, "name"), object.Text(user, "email"), userID),
			Audience:     object.Text(grant, "audience"),
			Organization: cmp.Or(object.Text(organization, "display_name"), object.Text(organization, "name"), organizationID),
			Scopes:       page.Scopes{Values: object.List(grant, "scope")},
		})
	}
	return out
}

func pagePolicy(policy object.Object) page.RateLimitPolicy {
	configuration := object.Child(policy, "configuration")
	limit, isLimited := configuration["limit"].(float64)
	return page.RateLimitPolicy{
		ID: object.Text(policy, "id"), Selector: object.Text(policy, "consumer_selector"),
		Action: object.Text(configuration, "action"), RedirectURI: object.Text(configuration, "redirect_uri"),
		Limit: int(limit), IsLimited: isLimited,
	}
}

// pageAttempts are the last tokens of an application, and the last refusals of requests from it and its users.
func (s *Server) pageAttempts(clientID string) []page.Attempt {
	last, _ := s.log.Last(pageAttemptCount, func(r *Request) bool {
		return r.ClientID == clientID && (r.Issued != nil || r.Refusal != "")
	})
	var out []page.Attempt
	for _, r := range last {
		path, _, _ := strings.Cut(r.Path, "?")
		attempt := page.Attempt{Time: r.Time, Asked: cmp.Or(r.GrantType, path), Status: r.Status, Refusal: r.Refusal}
		if r.Issued != nil {
			attempt.Audiences = r.Issued.Audiences
			attempt.Scopes.Values = strings.Fields(r.Issued.Scope)
		}
		out = append(out, attempt)
	}
	return out
}
