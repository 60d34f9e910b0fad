package faultmatrix

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// foreign are changes of members that no resource of this provider manages, in objects that it writes.
var foreign = []struct {
	path, member string
	body         object
}{
	{"connections/" + workforceConnection, "display_name", object{"display_name": "Renamed meanwhile"}},
	{"organizations/" + acmeOrganization, "display_name", object{"display_name": "Renamed meanwhile"}},
	{"tenants/settings", "friendly_name", object{"friendly_name": "Renamed meanwhile"}},
	{"resource-servers/64f000000000000000000001", "name", object{"name": "Renamed meanwhile"}},
	{"clients/" + agent, "description", object{"description": "Renamed meanwhile"}},
}

// oddMembers are members of applications that anybody may register, or that are older than any documentation.
var oddMembers = []object{
	{"callbacks": []any{"https://twice.example.com/cb", "https://twice.example.com/cb", nil, 7}},
	{"client_metadata": object{"tier": 7, "nothing": nil, "nested": object{"a": []any{true}}}},
	{"jwt_configuration": object{"lifetime_in_seconds": 1.5, "alg": 7}, "refresh_token": []any{"rotating"}},
	{"app_type": "toaster", "grant_types": []any{"telepathy", "telepathy"}, "token_endpoint_auth_method": 7},
	{"client_authentication_methods": object{"private_key_jwt": object{"credentials": []any{nil, 7, object{"id": []any{}}}}}},
	{"name": nil, "redirection_policy": "sometimes", "third_party_security_mode": "lenient"},
}

// world is what else happens in a tenant.
type world struct {
	odd      []int    // which oddMembers registered applications have
	meddling meddling // with what Terraform has made
	foreign  int      // which of foreign
	listings int      // after how many listings of the apply it happens; 0 for before the apply, after it if it makes fewer
	lag      time.Duration
	reversed bool // whether the apply goes through the addresses from the last to the first
}

func anyWorld(t *rapid.T) world {
	return world{
		odd:      rapid.SliceOfNDistinct(rapid.IntRange(0, len(oddMembers)-1), 0, -1, rapid.ID[int]).Draw(t, "odd"),
		meddling: anyMeddling(t),
		foreign:  rapid.SampledFrom([]int{0, 0, 1, 2, 3, 4}).Draw(t, "foreign"),
		listings: rapid.IntRange(0, 3).Draw(t, "listings"),
		lag:      rapid.SampledFrom([]time.Duration{0, 0, 0, 2 * time.Second}).Draw(t, "lag"),
		reversed: rapid.Bool().Draw(t, "reversed"),
	}
}

// TestAnyWorld goes from one configuration to another among other people's odd applications, while somebody changes
// objects after they were listed. In between it plans with the credentials of another tenant. Changes that are not
// about declared members stay, whatever the apply writes beside them. One more apply repairs the rest. The other tenant
// is left alone.
func TestAnyWorld(t *testing.T) {
	t.Parallel()
	outcomes := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		from, to, around := carefulConfiguration(rt, "from"), carefulConfiguration(rt, "to"), anyWorld(rt)
		var problems []string
		synctest.Test(t, func(t *testing.T) { problems = around.turn(t, from, to, outcomes) })
		if len(problems) > 0 {
			rt.Fatal(strings.Join(problems, "\n"))
		}
	})
	for _, outcome := range []string{"meanwhile", "meddled", "other tenant"} {
		if outcomes[outcome] == 0 {
			t.Errorf("nothing came of %q", outcome)
		}
	}
	logCounts(t, outcomes)
}

// tenant starts one with the applications of others in it.
func (a world) tenant(t *testing.T, lag time.Duration) *tenant {
	t.Helper()
	withStrangers, odd := seed(t), map[string]object{}
	for i, number := range a.odd {
		clientID := fmt.Sprintf("tpc_strangersodd00000000000000%d", i)
		withStrangers.Clients = append(withStrangers.Clients, object{
			"client_id": clientID, "name": "Stranger", "is_first_party": false, "third_party_security_mode": "strict", "app_type": "native",
			"token_endpoint_auth_method": "none", "external_metadata_type": "dcr",
		})
		odd[clientID] = oddMembers[number]
	}
	made := newTenant(t, emulator.Options{Seed: withStrangers, Lag: lag})
	made.odd = odd
	return made
}

// allowing lets the exclusive resources of a configuration leave those of others alone.
func (a world) allowing(config []configured) []configured {
	for i, c := range config {
		if c.typeName() == typeOf(exclusiveApplications) {
			config[i] = c.with(arguments{"include_self_registered": nil})
		}
	}
	return config
}

func (a world) turn(t *testing.T, from, to []configured, outcomes map[string]int) (problems []string) {
	t.Helper()
	from, to = a.allowing(from), a.allowing(to)
	tenant := a.tenant(t, a.lag)
	before := tenant.Snapshot()
	w := &workspace{t: t, tenant: tenant}
	if failures := w.applyAsAdvised(from); len(failures) > 0 {
		return append(problems, "from: "+strings.Join(failures, "\n"))
	}
	time.Sleep(a.lag)
	problems = append(problems, w.elsewhere(from, a.tenant(t, 0), outcomes)...)

	p := w.plan(to)
	if len(p.errors) > 0 {
		return append(problems, "plan: "+strings.Join(p.errors, "\n"))
	}
	change := foreign[a.foreign]
	var once sync.Once
	happens := func() {
		once.Do(func() {
			tenant.meanwhile.Store(nil)
			if tenant.request(t, http.MethodPatch, "/api/v2/"+change.path, change.body) >= http.StatusBadRequest {
				problems = append(problems, change.path+" cannot be changed")
			}
			if a.meddling.do(t, tenant, before) {
				outcomes["meddled"]++
			}
		})
	}
	if count := a.listings; count > 0 {
		var mu sync.Mutex
		counted := func() {
			mu.Lock()
			defer mu.Unlock()
			if count--; count == 0 {
				outcomes["meanwhile"]++
				happens()
			}
		}
		tenant.meanwhile.Store(&counted)
	} else {
		happens()
	}
	w.applyOrder = sortedKeys(p.changes) // one at a time: between a read and the write that rests on it nothing happens
	if a.reversed {
		slices.Reverse(w.applyOrder)
	}
	failures := w.carryOut(p)
	w.applyOrder = nil
	happens()
	outcomes[fmt.Sprintf("failed: %t", len(failures) > 0)]++
	time.Sleep(a.lag) // until what somebody did can be seen
	if still := w.applyAsAdvised(to); len(still) > 0 {
		problems = append(problems, "with the change: "+strings.Join(failures, "\n"), "afterwards: "+strings.Join(still, "\n"))
	}
	problems = append(problems, w.pending(to)...)
	got := memberOf(generic(t, tenant.Snapshot()), change.path, change.member)
	if isSeen := a.lag == 0; isSeen && got != change.body[change.member] { // a read that lags behind does not show it
		problems = append(problems, fmt.Sprintf("%s of %s was written back to %v", change.member, change.path, got))
	}
	then, now := generic(t, before), generic(t, tenant.Snapshot())
	for clientID := range tenant.odd {
		if diff := cmp.Diff(memberOf(then, "clients/"+clientID, ""), memberOf(now, "clients/"+clientID, "")); diff != "" {
			problems = append(problems, "somebody else's application was changed:\n"+diff)
		}
	}
	return problems
}

// A promotion also sends display_name, which would be reset otherwise. It sends the current one, even if another
// resource of the same apply has listed the connection with the previous one.
func TestWhatWasListedIsReadAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tenant := newTenant(t, emulator.Options{Seed: seed(t)})
		w := &workspace{t: t, tenant: tenant, applyOrder: []string{exclusivePromotions, promotion}}
		p := w.plan([]configured{onlyPromotionsOf(promotedConnection, workforceConnection), promoted()})
		last := "Workforce login"
		renamed := func() { // after each listing once more
			last += "!"
			tenant.request(t, http.MethodPatch, "/api/v2/"+foreign[0].path, object{"display_name": last})
		}
		tenant.meanwhile.Store(&renamed)
		if failures := slices.Concat(p.errors, w.carryOut(p)); len(failures) > 0 {
			t.Fatalf("apply: %q", failures)
		}
		if name := memberOf(generic(t, tenant.Snapshot()), foreign[0].path, "display_name"); name != last || name == "Workforce login" {
			t.Errorf("display_name is %q, want the last of those it was given, %q", name, last)
		}
	})
}

// elsewhere plans with the credentials of another tenant with the same content.
func (w *workspace) elsewhere(config []configured, other *tenant, outcomes map[string]int) (problems []string) {
	w.t.Helper()
	if len(w.state) == 0 {
		return nil
	}
	outcomes["other tenant"]++
	other.credentials["domain"] = "http://localhost"
	there := &workspace{t: w.t, tenant: other, state: copied(w.state)}
	untouched := other.Snapshot()
	for what, wanted := range map[string][]configured{"plan": config, "destroy": nil} {
		failures := there.plan(wanted).errors
		if len(failures) == 0 {
			problems = append(problems, what+" in another tenant is not refused")
		}
		for _, failure := range failures {
			if !strings.Contains(failure, "State is of another tenant") {
				problems = append(problems, what+" in another tenant: "+failure)
			}
		}
	}
	if diff := cmp.Diff(generic(w.t, untouched), generic(w.t, other.Snapshot())); diff != "" {
		problems = append(problems, "the other tenant was changed:\n"+diff)
	}
	return problems
}

// memberOf returns a member of an object of a tenant, all of it if none is named.
func memberOf(tenant object, path, member string) any {
	found, _ := tenant["tenant_settings"].(object)
	if kind, id, isListed := strings.Cut(path, "/"); isListed && kind != "tenants" {
		for _, one := range list(tenant, strings.ReplaceAll(kind, "-", "_")) {
			if idOf(kind, one) == id {
				found = one
			}
		}
	}
	if member == "" {
		return found
	}
	return found[member]
}
