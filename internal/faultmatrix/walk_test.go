package faultmatrix

import (
	"slices"
	"sync"
)

// parallelism is how many resources Terraform works on at once.
const parallelism = 10

// step is the work on one resource in a walk.
type step struct {
	name  string
	after []string    // steps that must have succeeded; those that are not part of the walk do not matter
	do    func() bool // reports success
}

// walkInOrder takes the steps one at a time in the given order, but each after the steps that it depends on. If the
// order is nil, it takes them as walk does.
func walkInOrder(steps []step, order []string) {
	if order == nil {
		walk(steps)
		return
	}
	slices.SortFunc(steps, func(a, b step) int { return slices.Index(order, a.name) - slices.Index(order, b.name) })
	succeeded, done := map[string]bool{}, map[string]bool{}
	isPending := func(name string) bool {
		return !done[name] && slices.ContainsFunc(steps, func(s step) bool { return s.name == name })
	}
	for len(done) < len(steps) {
		i := slices.IndexFunc(steps, func(s step) bool { return !done[s.name] && !slices.ContainsFunc(s.after, isPending) })
		next := steps[i]
		done[next.name] = true
		failed := func(name string) bool { return done[name] && !succeeded[name] }
		succeeded[next.name] = !slices.ContainsFunc(next.after, failed) && next.do()
	}
}

// walk takes the steps, several at once and each after those that it depends on. If one fails, those that depend on it
// are left out, and the others go on.
func walk(steps []step) {
	done := make(map[string]chan struct{}, len(steps))
	for _, s := range steps {
		done[s.name] = make(chan struct{})
	}
	var (
		mu        sync.Mutex
		succeeded = map[string]bool{}
		slots     = make(chan struct{}, parallelism)
		all       sync.WaitGroup
	)
	for _, s := range steps {
		all.Go(func() {
			defer close(done[s.name])
			for _, name := range s.after {
				if wait, ok := done[name]; ok {
					<-wait
					mu.Lock()
					ok := succeeded[name]
					mu.Unlock()
					if !ok {
						return
					}
				}
			}
			slots <- struct{}{}
			ok := s.do()
			<-slots
			mu.Lock()
			succeeded[s.name] = ok
			mu.Unlock()
		})
	}
	all.Wait()
}
