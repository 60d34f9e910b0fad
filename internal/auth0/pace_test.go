package auth0_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// The buckets of the Management API: size, and requests a second.
var tiers = map[string][2]float64{
	"free":                             {2, 2},
	"essentials, applications":         {5, 100.0 / 60},
	"essentials, connections":          {5, 50.0 / 60},
	"essentials, organization writes":  {5, 25.0 / 60},
	"essentials, one organization":     {20, 200.0 / 60},
	"essentials, organization grants":  {10, 100.0 / 60},
	"essentials, all others":           {10, 150.0 / 60},
	"enterprise":                       {50, 16},
	"enterprise, non-production":       {10, 2},
	"enterprise, organization writes":  {5, 150.0 / 60},
	"registration":                     {5, 5},
	"private cloud, development":       {20, 20},
	"private cloud, basic":             {50, 50},
	"private cloud, the next after it": {250, 500},
}

// A plan must neither be turned away nor be much slower than the tenant allows, whatever the tenant allows.
func TestPaceFollowsLimits(t *testing.T) {
	t.Parallel()
	const number = 1000
	loads := []struct {
		callers int
		latency time.Duration
	}{{10, 40 * time.Millisecond}, {20, 0}}
	for name, tier := range tiers {
		for _, load := range loads {
			t.Run(fmt.Sprintf("%s, %d callers, %s", name, load.callers, load.latency), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					tenant := newLimitedTenant(load.latency, &tokenBucket{size: tier[0], perSecond: tier[1]})
					started := time.Now()
					press(t, newClient(t, tenant, patient), load.callers, number)
					// In the largest bucket the latency takes longer than the limit would.
					most := 1.3 * number * max(1/tier[1], load.latency.Seconds()/float64(load.callers))
					if took := time.Since(started).Seconds(); took > most {
						t.Errorf("took %.1f s, want at most %.1f s", took, most)
					}
					if tenant.throttled > number/100 {
						t.Errorf("%d of %d calls were throttled, want less than 1 %%", tenant.throttled, tenant.calls)
					}
				})
			})
		}
	}
}

// The refresh of a thousand applications takes 36 calls. In the smallest bucket there is, none may be turned away.
func TestPaceInFreeTier(t *testing.T) {
	t.Parallel()
	const number = 36
	for _, callers := range []int{1, 2, 10, 20} {
		t.Run(strconv.Itoa(callers), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := newLimitedTenant(40*time.Millisecond, &tokenBucket{size: 2, perSecond: 2})
				started := time.Now()
				press(t, newClient(t, tenant, patient), callers, number)
				if took := time.Since(started).Seconds(); took > 1.3*number/2 || tenant.throttled > 0 {
					t.Errorf("took %.1f s with %d calls throttled, want at most %.1f s and none", took, tenant.throttled, 1.3*number/2)
				}
			})
		})
	}
}

// Others use the tenant too: they get what they need, and we the rest.
func TestPaceBesideOthers(t *testing.T) {
	t.Parallel()
	const (
		number = 1000
		share  = 0.1 // of what the tenant allows, at random moments
	)
	for name, tier := range tiers {
		if tier[0] < 5 {
			continue // two others in one second empty the smallest bucket, whatever we do
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				limit := &tokenBucket{size: tier[0], perSecond: tier[1]}
				tenant := newLimitedTenant(40*time.Millisecond, limit)
				var refused, asked int
				stop, stopped := make(chan struct{}), make(chan struct{})
				go func() {
					defer close(stopped)
					random := rand.New(rand.NewPCG(3, 4))
					for {
						select {
						case <-stop:
							return
						case <-time.After(time.Duration(random.ExpFloat64() / (share * limit.perSecond) * float64(time.Second))):
							asked++
							if !tenant.take(limit) {
								refused++
							}
						}
					}
				}()
				started := time.Now()
				press(t, newClient(t, tenant, patient), 10, number)
				took := time.Since(started).Seconds()
				close(stop)
				<-stopped
				most := 1.3 * number * max(1/(limit.perSecond*(1-share)), 0.04/10)
				if took > most || tenant.throttled > number/100 {
					t.Errorf("took %.1f s with %d calls throttled, want at most %.1f s and %d", took, tenant.throttled, most, number/100)
				}
				if refused > asked/10 {
					t.Errorf("%d of %d calls of others were turned away", refused, asked)
				}
			})
		})
	}
}

// Two runs at once share what there is, and neither starves.
func TestPaceBesideItsLike(t *testing.T) {
	t.Parallel()
	const number = 500
	for _, name := range []string{"enterprise", "enterprise, non-production", "essentials, all others"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				limit := &tokenBucket{size: tiers[name][0], perSecond: tiers[name][1]}
				tenant := newLimitedTenant(40*time.Millisecond, limit)
				started := time.Now()
				var group sync.WaitGroup
				for range 2 {
					client := newClient(t, tenant, patient)
					group.Go(func() { press(t, client, 10, number) })
				}
				group.Wait()
				most := 1.3 * 2 * number / limit.perSecond
				if took := time.Since(started).Seconds(); took > most || tenant.throttled > 2*number/50 {
					t.Errorf("took %.1f s with %d of %d calls throttled, want at most %.1f s and 2 %%", took, tenant.throttled, tenant.calls, most)
				}
			})
		})
	}
}
