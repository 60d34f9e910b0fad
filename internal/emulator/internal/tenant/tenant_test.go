package tenant

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

var noon = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

func ids(c *Collection) string {
	var all []string
	for id := range c.All() {
		all = append(all, id)
	}
	return strings.Join(all, " ")
}

// Entities stay in the order in which they were made, even if the clock is set back.
func TestOrderOfCreation(t *testing.T) {
	t.Parallel()
	c := newCollection()
	for i, id := range []string{"a", "b", "c", "d"} {
		c.Add(id, object.Object{"id": id}, noon.Add(-time.Duration(i)*time.Hour))
	}
	for i, r := range c.Records[1:] {
		if !r.Created.After(c.Records[i].Created) {
			t.Errorf("%s was made at %s, and %s before it at %s", r.ID, r.Created, c.Records[i].ID, c.Records[i].Created)
		}
	}
	c.Records[2].Created = noon.Add(-time.Hour) // as a state file from before the clock was set may say
	c.Remove("c")
	c.Remove("nobody")
	c.RemoveWhere(func(o object.Object) bool { return o["id"] == "a" })
	if got := ids(c); got != "b d" || c.Get("c") != nil || c.Get("d") == nil {
		t.Errorf("%s are left", got)
	}
}

// A replica sees writes in their order, each after the same delay, and shares nothing that a write changes.
func TestReplica(t *testing.T) {
	t.Parallel()
	const lag = 2 * time.Second
	var s Store
	first := New("acme")
	first.Clients.Add("a", object.Object{"name": "A"}, noon)
	s.Start(first, lag)
	write := func(after time.Duration, change func(*Tenant)) {
		s.Seen(noon.Add(after))
		change(s.Current)
	}
	write(0, func(t *Tenant) { t.Clients.Add("b", object.Object{"name": "B"}, noon) })
	write(time.Second, func(t *Tenant) {
		t.Clients.Set("a", object.Object{"name": "New"})
		t.SetSettings(object.Object{"friendly_name": "Acme"})
		t.SetOrganizationGrants([]OrganizationClientGrant{{"org_1", "cgr_1"}, {"org_2", "cgr_2"}})
	})
	write(2*time.Second, func(t *Tenant) { t.Clients.Remove("b"); t.RemoveGrant("cgr_1"); t.UnlinkGrant("cgr_9") })
	for _, seen := range []struct {
		after                  time.Duration
		clients, name, setting string
		links                  int
	}{
		{2 * time.Second, "a b", "A", "", 0},
		{3*time.Second - 1, "a b", "A", "", 0},
		{3 * time.Second, "a b", "New", "Acme", 2},
		{4 * time.Second, "a", "New", "Acme", 1},
	} {
		tenant := s.Seen(noon.Add(seen.after))
		got := []any{ids(tenant.Clients), object.Text(tenant.Clients.Get("a"), "name"), object.Text(tenant.Settings, "friendly_name"), len(tenant.OrganizationGrants)}
		if diff := cmp.Diff([]any{seen.clients, seen.name, seen.setting, seen.links}, got); diff != "" {
			t.Errorf("after %s (-want +got):\n%s", seen.after, diff)
		}
	}
	s.Start(New("other"), 0)
	if s.Seen(noon) != s.Current {
		t.Error("without lag, reads see another tenant than the current one")
	}
}

// The state file gets what changed since it was last written, and nothing else.
func TestChangesOfAWrite(t *testing.T) {
	t.Parallel()
	one := New("acme")
	one.Clients.Add("a", object.Object{}, noon)
	one.Track()
	want := func(head bool, records ...string) {
		t.Helper()
		changes := one.TakeChanges()
		var got []string
		for _, r := range changes.Records {
			text := r.Collection + " " + r.ID
			if r.Record == nil {
				text += " removed"
			}
			got = append(got, text)
		}
		if diff := cmp.Diff(records, got); diff != "" || changes.Head != head {
			t.Errorf("outside the collections: %t; records (-want +got):\n%s", changes.Head, diff)
		}
	}
	want(false)
	one.Connections.Add("c", object.Object{}, noon)
	one.Clients.Add("b", object.Object{}, noon)
	one.Clients.Remove("a")
	want(false, "clients a removed", "clients b", "connections c")
	want(false)
	one.SetSettings(object.Object{})
	want(true)
	one.UnlinkGrant("cgr_none")
	want(false)
	one.ClientGrants.Add("cgr_1", object.Object{}, noon)
	one.RemoveGrant("cgr_1")
	want(false, "client_grants cgr_1 removed")
}

// A system API goes by the tenant's domain or by the address of the request.
func TestSystemPaths(t *testing.T) {
	t.Parallel()
	one := New("acme")
	for identifier, want := range map[string]string{
		"http://acme.auth0.com/api/v2/":   "https://acme.auth0.com/api/v2/",
		"https://LOGIN.example.com/me/":   "https://acme.auth0.com/me/",
		"http://login.example.com/mfa/":   "https://acme.auth0.com/mfa/",
		"https://login.example.com/me":    "https://login.example.com/me",
		"https://other.auth0.com/api/v2/": "https://other.auth0.com/api/v2/",
		"urn:login.example.com/me/":       "urn:login.example.com/me/",
		"ftp://acme.auth0.com/me/":        "ftp://acme.auth0.com/me/",
		"http://127.0.0.1:8080/me/":       "http://127.0.0.1:8080/me/",
		"://":                             "://",
	} {
		if got := one.CanonicalAudience(identifier, "login.example.com"); got != want {
			t.Errorf("%s is %s, want %s", identifier, got, want)
		}
	}
	if path, is := one.SystemPath("http://localhost:3000/my-org/", "127.0.0.1:8080"); path != "/my-org/" || !is {
		t.Errorf("two addresses of this machine: %s, %t", path, is)
	}
	if path, is := one.SystemPath("https://api.example.com/my-org/", "127.0.0.1:8080"); is {
		t.Errorf("another machine: %s", path)
	}
}
