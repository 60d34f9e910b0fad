package faultmatrix

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// A resource may close what an exclusive resource does not list in the same apply, before or after the exclusive one is
// created. An exclusive resource that is created too early says to apply again. Once an apply succeeds, the next plan
// is empty, even though the tenant lags behind.
func TestAnotherResourceClosesWhatIsUndeclared(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ opens, closes, holds configured }{
		"grant":               {opens: agentsGrant(), holds: agentsGrants(ordersAPI)},
		"default permissions": {opens: bothDefaults(), holds: onlyDefaultsOf(filesAPI)},
		"promotion":           {opens: promoted(), holds: onlyPromotionsOf(promotedConnection)},
		"demotion":            {opens: promoted(), closes: promoted().with(arguments{"promoted": false}), holds: onlyPromotionsOf(promotedConnection)},
		"redirects":           {opens: exposedAgent(), holds: onlyRedirectsOf()},
		"protection":          {opens: exposedAgent(), closes: exposedAgent().with(arguments{"enabled": true}), holds: onlyRedirectsOf()},
		"application":         {opens: partner(), holds: onlyApplications(agent)},
	} {
		closing, after := destroying+test.opens.address, []configured{test.holds}
		if test.closes.address != "" {
			closing, after = test.closes.address, append(after, test.closes)
		}
		for order, applyOrder := range map[string][]string{"before": {closing, test.holds.address}, "after": {test.holds.address, closing}} {
			t.Run(name+" "+order, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					w := &workspace{t: t, tenant: newTenant(t, emulator.Options{Seed: seed(t), Lag: 2 * time.Second}), applyOrder: applyOrder}
					mustApply(t, w, []configured{test.opens})
					time.Sleep(2 * time.Second)
					if failures := w.applyAsAdvised(after); len(failures) > 0 {
						t.Errorf("apply, as advised: %q", failures)
					}
					if pending := w.pending(after); len(pending) > 0 {
						t.Errorf("the next plan is not empty: %q", pending)
					}
				})
			})
		}
	}
}
