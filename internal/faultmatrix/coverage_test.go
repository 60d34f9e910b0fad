package faultmatrix

import (
	"fmt"
	"sync"
	"testing"
)

// coverage checks that the matrix covers all that the provider offers: some operation creates, updates, destroys and
// imports every resource.
type coverage struct {
	mu         sync.Mutex
	operations int
	done       map[string]bool // such as "create auth0access_client_grant"
}

// note notes what an operation does.
func (c *coverage) note(s *stage) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.operations++
	if c.done == nil {
		c.done = map[string]bool{}
	}
	for address, change := range s.planned.changes {
		if change.config.importID != "" && s.state[address] == nil {
			c.done["import "+typeOf(address)] = true
			continue
		}
		c.done[fmt.Sprintf("%s %s", change.action, typeOf(address))] = true
	}
}

// check compares with the provider's schema, unless only some of the operations are run.
func (c *coverage) check(t *testing.T) {
	t.Helper()
	all, err := schemas()
	if err != nil {
		t.Fatal(err)
	}
	if c.operations != len(operations()) {
		return
	}
	for _, name := range sortedKeys(all.ResourceSchemas) {
		for _, action := range []string{string(create), string(update), string(destroy), "import"} {
			if !c.done[action+" "+name] {
				t.Errorf("no operation of the matrix does this: %s %s", action, name)
			}
		}
	}
}
