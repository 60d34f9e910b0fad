package faultmatrix

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

var (
	creation = route{http.MethodPost, "/api/v2/clients"}
	listing  = route{http.MethodGet, "/api/v2/clients"}
)

// partners returns applications with their grants, default permissions, promotion and protections. The applications are
// the same in every member.
func partners(count int) []configured {
	all := []configured{bothDefaults(), promoted()}
	for i := range count {
		app, own, redirects := partner(), ownGrant(), unprotected()
		app.address = fmt.Sprintf("auth0access_third_party_application.partner%d", i)
		own.address = fmt.Sprintf("auth0access_client_grant.orders%d", i)
		redirects.address = fmt.Sprintf("auth0access_redirect_protection.partner%d", i)
		owner := map[string]any{"client_id": ref{app.address, "client_id"}}
		all = append(all, app, own.with(owner), redirects.with(owner))
	}
	return all
}

// TestManyAtOnce makes many applications that cannot be told apart, beside one more of somebody else's, while answers
// get lost and the tenant lags behind. One more apply must finish the work; without a fault, the first must.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		count  int
		lag    time.Duration
		faults []emulator.Fault
	}{
		{name: "lag", count: 50, lag: 2 * time.Second},
		{name: "lost answers", count: 20, faults: []emulator.Fault{{Method: http.MethodPost, Every: 3, Kind: emulator.FaultResetAfter}}},
		{name: "unmade and lost", count: 20, faults: []emulator.Fault{
			{Method: http.MethodPost, Every: 4, Kind: emulator.FaultResetBefore},
			{Method: http.MethodPost, Every: 5, Kind: emulator.FaultTruncated},
		}},
		{name: "lost answers with lag", count: 20, lag: 2 * time.Second, faults: []emulator.Fault{
			{Method: http.MethodPost, Every: 3, Kind: emulator.FaultDelay, Delay: 3 * requestTimeout},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reference, config := newTenant(t, emulator.Options{Seed: seed(t)}), partners(test.count)
				mustApply(t, &workspace{t: t, tenant: reference}, []configured{partner(), ownGrant()})
				before := reference.Snapshot()
				mustApply(t, &workspace{t: t, tenant: reference}, config)

				tenant := newTenant(t, emulator.Options{Seed: before, Lag: test.lag, Faults: test.faults})
				ours := &workspace{t: t, tenant: tenant}
				_, faulted := ours.apply(config)
				if len(test.faults) == 0 && len(faulted) > 0 {
					t.Errorf("the first apply fails: %q", faulted)
				}
				if len(test.faults) > 0 && tenant.struck() == 0 {
					t.Error("no fault has struck")
				}
				tenant.ClearFaults()
				if len(faulted) > 0 {
					mustApply(t, ours, config)
				}
				if pending := ours.pending(config); len(pending) > 0 {
					t.Errorf("the next plan is not empty: %q", pending)
				}
				if diff := cmp.Diff(normalised(t, before, reference.Snapshot()), normalised(t, before, tenant.Snapshot())); diff != "" {
					t.Errorf("the tenant is not as if nothing had gone wrong (-wanted +got):\n%s", diff)
				}
				t.Logf("%d errors while the faults lasted", len(faulted))
			})
		})
	}
}

// TestLostAndNotToBeFound loses the answer to a creation, and the listings that would show its outcome. The first
// listing is from before the creation.
func TestLostAndNotToBeFound(t *testing.T) {
	t.Parallel()
	keys := "/api/v2/clients/{id}/credentials"
	for _, test := range []struct {
		operation
		creation, listing route
	}{
		{operation{name: "application/create", others: []configured{partner()}, copies: 2, target: becomes(partner())}, creation, listing},
		{
			operation{
				name: "application/secret_to_key", given: []configured{partner()},
				target: becomes(partnerWithKeys(map[string]any{"first": map[string]any{"pem": publicKey(0)}})),
			},
			route{http.MethodPost, keys}, route{http.MethodGet, keys},
		},
	} {
		s := prepare(t, test.operation)
		for _, k := range kinds() {
			t.Run(test.name+"/"+k.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					tenant := newTenant(t, emulator.Options{Seed: s.before})
					tenant.strike(t, emulator.Fault{Kind: emulator.FaultStatus, Status: http.StatusInternalServerError}, test.listing, 2, untilLifted)
					faultCase{s, test.creation, 1, k, durations[0]}.runOn(t, tenant)
				})
			})
		}
	}
}

// TestLostRegistrationBesideNamesake loses the answer to the registration of a key, and all listings after it, while
// somebody else's key has the same name. That one must neither be taken for Terraform's nor be removed.
func TestLostRegistrationBesideNamesake(t *testing.T) {
	t.Parallel()
	for _, isMade := range []bool{true, false} {
		t.Run(fmt.Sprintf("made: %t", isMade), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := newTenant(t, emulator.Options{Seed: seed(t)})
				w := &workspace{t: t, tenant: tenant}
				mustApply(t, w, []configured{partner()})
				namesake := object{"credential_type": "public_key", "name": "first", "pem": publicKey(1)}
				if status := tenant.request(t, http.MethodPost, "/api/v2/clients/"+w.clientID()+"/credentials", namesake); status != http.StatusCreated {
					t.Fatalf("the namesake was not made: %d", status)
				}
				const keys = "/api/v2/clients/{id}/credentials"
				lost := emulator.FaultResetBefore
				if isMade {
					lost = emulator.FaultResetAfter
				}
				tenant.strike(t, emulator.Fault{Kind: lost}, route{http.MethodPost, keys}, 1, 1)
				tenant.strike(t, emulator.Fault{Kind: emulator.FaultResetBefore}, route{http.MethodGet, keys}, 2, untilLifted)
				config := []configured{partnerWithKeys(map[string]any{"first": map[string]any{"pem": publicKey(0)}})}
				if _, failures := w.apply(config); len(failures) == 0 {
					t.Error("the apply succeeds although nobody knows whether there is a key")
				}
				tenant.ClearFaults()
				mustApply(t, w, config)
				if pending := w.pending(config); len(pending) > 0 {
					t.Errorf("the next plan is not empty: %q", pending)
				}
				after := generic(t, tenant.Snapshot())
				pems := map[any]int{}
				for _, one := range list(after, "credentials") {
					pems[one["pem"]]++
				}
				if diff := cmp.Diff(map[any]int{publicKey(0): 1, publicKey(1): 1}, pems); diff != "" {
					t.Errorf("the keys are not those of the configuration and the namesake (-want +got):\n%s", diff)
				}
			})
		})
	}
}
