package faultmatrix

import "sync"

// parallelism is how many resources Terraform works on at once.
const parallelism = 10

// step is the work on one resource in a walk.
type step struct {
	name  string
	after []string    // steps that must have succeeded; those that are not part of the walk do not matter
	do    func() bool // reports success
}

// walk takes the steps, several at once and each after those it stands on. Where one fails, those that stand on it are left
// out, and the others go on.
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
