package application

import (
	"testing"
	"testing/synctest"
	"time"
)

// A protected application that is read and not planned is tainted, once Terraform has had the time to ask for its plan.
func TestWalkKnowsTainted(t *testing.T) {
	t.Parallel()
	app := func(name string, isProtected bool) Protected {
		return Protected{Name: name, Title: name, ClientID: "tpc_1", IsProtected: isProtected}
	}
	for name, test := range map[string]struct {
		before, now  Protected // what is read
		plannedAfter time.Duration
		isTainted    bool
	}{
		"not planned":                 {app("A", true), app("A", true), time.Hour, true},
		"renamed by somebody":         {app("A", true), app("B", true), time.Hour, true},
		"renamed to that by somebody": {app("B", true), app("A", true), time.Hour, true},
		"planned by then":             {app("A", true), app("A", true), 0, false},
		"planned in a moment":         {app("A", true), app("A", true), time.Second, false},
		"of another name":             {app("B", true), app("B", true), time.Hour, false},
		"not protected":               {app("A", false), app("A", false), time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var w Protection
				w.Read(test.before, test.now)
				w.Read(test.before, test.now)
				go func() {
					time.Sleep(test.plannedAfter)
					w.planned(test.now)
					w.planned(test.now)
				}()
				synctest.Wait()
				if tainted := w.tainted(t.Context(), "A"); (tainted != "") != test.isTainted {
					t.Errorf("tainted is %q", tainted)
				}
				time.Sleep(test.plannedAfter) // until the other goroutine has ended
			})
		})
	}
}
