package clientgrant_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// endingGrant is a grant that ends at the start of February 2030 in a tenant in January, with what is asserted of it.
type endingGrant struct {
	t      *testing.T
	tenant *acctest.Tenant
	life   *acctest.Lifecycle
	config map[string]any
}

func newEndingGrant(t *testing.T) *endingGrant {
	t.Helper()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	tenant.SetClock(t, "2030-01-01T00:00:00Z")
	return &endingGrant{t, tenant, acctest.NewLifecycle(t, tenant, typeName), map[string]any{
		"client_id": acctest.Application(t, tenant, nil), "audience": acctest.API(t, tenant), "subject_type": "user",
		"scopes": []string{"read:orders"}, "expires_at": "2030-02-01T00:00:00Z",
	}}
}

// with returns the configuration with another argument; nil leaves it out.
func (g *endingGrant) with(argument string, value any) map[string]any {
	config := maps.Clone(g.config)
	config[argument] = value
	return config
}

// apply applies the configuration, and returns the calls that changed something.
func (g *endingGrant) apply(config map[string]any) (writes []string) {
	g.t.Helper()
	g.tenant.ResetRequests()
	if errors := g.life.Apply(config); len(errors) > 0 {
		g.t.Fatalf("apply fails: %q", errors)
	}
	for _, request := range g.tenant.Writes() {
		writes = append(writes, request.Method)
	}
	return writes
}

// want checks the status in the state, how many grants there are, and what was written.
func (g *endingGrant) want(status any, grantCount int, writes []string, wantWrites ...string) {
	g.t.Helper()
	clientID, _ := g.config["client_id"].(string)
	if got := g.life.State()["status"]; got != status {
		g.t.Errorf("status %v, want %v", got, status)
	}
	if err := wantGrants(g.t, g.tenant, clientID, grantCount); err != nil {
		g.t.Error(err)
	}
	if !slices.Equal(writes, wantWrites) {
		g.t.Errorf("wrote %v, want %v", writes, wantWrites)
	}
}

// wantNoChange checks that a plan changes nothing.
func (g *endingGrant) wantNoChange(config map[string]any) {
	g.t.Helper()
	plan := g.life.Plan(config)
	if before, after := fmt.Sprint(g.life.State()), fmt.Sprint(plan.Planned); before != after || len(plan.Errors) > 0 {
		g.t.Errorf("the plan is not empty: %v\n%s\n%s", plan.Errors, before, after)
	}
}

// remake makes the grant outside, with more than was declared.
func (g *endingGrant) remake() {
	g.t.Helper()
	makeGrant(g.t, g.tenant, map[string]any{
		"client_id": g.config["client_id"], "audience": g.config["audience"], "subject_type": "user", "allow_all_scopes": true,
	})
}

func TestGrantEnds(t *testing.T) {
	t.Parallel()
	g := newEndingGrant(t)
	g.want("active", 1, g.apply(g.config), "POST")
	g.wantNoChange(g.config)
	before := g.life.State()["id"]

	g.tenant.SetClock(t, "2030-01-31T23:00:00Z")
	g.wantNoChange(g.config)
	g.tenant.SetClock(t, "2030-02-01T00:00:00Z")
	if plan := g.life.Plan(g.config); plan.Planned["status"] != "ended" || len(plan.Warnings) > 0 || len(plan.RequiresReplace) > 0 {
		t.Errorf("the plan from the date on: %v %q", plan.Planned, plan.Warnings)
	}
	g.want("ended", 0, g.apply(g.config), "DELETE")
	if state := g.life.State(); state["id"] != before || fmt.Sprint(state["scopes"]) != "[read:orders]" {
		t.Errorf("what remains in state: %v", state)
	}
	g.wantNoChange(g.config)
	g.wantNoChange(g.with("expires_at", "2030-02-01T00:00:00Z"))

	g.remake()
	if plan := g.life.Plan(g.config); plan.Planned["status"] != "ended" || plan.Planned["all_scopes"] != nil && plan.Planned["all_scopes"] != false {
		t.Errorf("a grant that was made again: %v", plan.Planned)
	}
	g.want("ended", 0, g.apply(g.config), "DELETE")
	g.wantNoChange(g.config)

	// changes of an ended grant go into the state, and nothing is sent
	g.want("ended", 0, g.apply(g.with("scopes", []string{"write:orders"})))
	g.config = g.with("expires_at", "2030-03-01T00:00:00+01:00")
	g.want("active", 1, g.apply(g.config), "POST")
	if after := g.life.State()["id"]; after == before || after == "" {
		t.Errorf("id %v after %v", after, before)
	}
	g.want("active", 1, g.apply(g.with("expires_at", "2030-02-28T23:00:00Z")))

	// a date in the past ends it at once, and says so before
	past := g.with("expires_at", "2030-01-15T00:00:00Z")
	if plan := g.life.Plan(past); len(plan.Warnings) != 1 || !strings.Contains(plan.Warnings[0], "Access ends with this apply") {
		t.Errorf("a date in the past: %q", plan.Warnings)
	}
	g.want("ended", 0, g.apply(past), "DELETE")
	g.want(nil, 1, g.apply(g.with("expires_at", nil)), "POST")
	g.want("ended", 0, g.apply(past), "DELETE")
	g.want(nil, 0, g.apply(nil))
}

func TestGrantThatIsGoneWhenItEnds(t *testing.T) {
	t.Parallel()
	g := newEndingGrant(t)
	g.apply(g.config)
	state := g.life.State()
	id, _ := state["id"].(string)
	g.life = acctest.NewLifecycle(t, g.tenant, typeName) // which does not remember the write
	g.life.Adopt(state)
	g.tenant.Call(t, "DELETE", "/api/v2/client-grants/"+id, nil)
	if plan := g.life.Plan(g.config); plan.Planned["id"] == id {
		t.Errorf("a grant that is missed before its end is not made again: %v", plan.Planned)
	}
	g.tenant.SetClock(t, "2030-02-01T00:00:01Z")
	g.want("ended", 0, g.apply(g.config))
	g.wantNoChange(g.config)
}

func TestGrantCreatedAfterItsEnd(t *testing.T) {
	t.Parallel()
	g := newEndingGrant(t)
	g.tenant.SetClock(t, "2030-02-02T00:00:00Z")
	g.remake()
	if errors := g.life.Apply(g.config); len(errors) != 1 || !strings.Contains(errors[0], "Client grant exists already") {
		t.Errorf("a grant that somebody else has made: %q", errors)
	}
	g.life = acctest.NewLifecycle(t, g.tenant, typeName)
	if errors := g.life.Import(fmt.Sprintf("%s|%s|user", g.config["client_id"], g.config["audience"])); len(errors) > 0 {
		t.Fatal(errors)
	}
	g.want("ended", 0, g.apply(g.config), "DELETE")

	g.life = acctest.NewLifecycle(t, g.tenant, typeName)
	g.want("ended", 0, g.apply(g.config))
	g.wantNoChange(g.config)
	g.remake()
	g.want("ended", 0, g.apply(g.config), "DELETE")
	g.wantNoChange(g.config)
	g.want("active", 1, g.apply(g.with("expires_at", "2030-03-01T00:00:00Z")), "POST")
	g.want(nil, 0, g.apply(nil), "DELETE")
}

func TestGrantReview(t *testing.T) {
	t.Parallel()
	g := newEndingGrant(t)
	config := g.with("review_by", "2030-01-20T00:00:00Z")
	g.apply(config)
	for at, isDue := range map[string]bool{
		"2030-01-05T23:00:00Z": false, "2030-01-06T00:00:00Z": true, "2030-01-25T00:00:00Z": true, "2030-02-01T00:00:00Z": false,
	} {
		g.tenant.SetClock(t, at)
		plan := g.life.Plan(config)
		if got := strings.Contains(strings.Join(plan.Warnings, "\n"), "Access is due for review"); got != isDue || len(plan.Errors) > 0 {
			t.Errorf("%s: due %t, want %t: %q", at, got, isDue, plan.Warnings)
		}
	}
	late := g.life.Plan(g.with("review_by", "2030-02-01T00:00:01Z"))
	if len(late.Errors) != 1 || !strings.Contains(late.Errors[0], "Review is later than the end") {
		t.Errorf("a review after the end: %q", late.Errors)
	}
	for text, want := range map[string]string{
		"2030-02-01": "2030-02-01T00:00:00Z", "2030-02-01T10:00:00": "2030-02-01T10:00:00Z", "next year": "is not a time",
		"2099-13-01T00:00:00Z": "names a month, a day, an hour or a time zone that does not exist", "": "such as 2027-01-31T00:00:00Z",
		"2030-02-01T00:00:00+25:00": "is not a time",
	} {
		errors := g.life.Apply(g.with("expires_at", text))
		if len(errors) != 1 || !strings.Contains(errors[0], "Not a point in time") || !strings.Contains(errors[0], want) ||
			strings.HasPrefix(want, "2030") != strings.Contains(errors[0], "does not say when") {
			t.Errorf("%s: %q", text, errors)
		}
	}
}
