package tf

import "sync"

// Callbacks is what the resources of one walk of Terraform's say of the callbacks of applications: which ones an
// application is to have, and which ones another resource trusts. Terraform plans the two in any order, and the one
// that comes second learns of the first. The zero value is an empty one.
type Callbacks struct {
	mu      sync.Mutex
	planned map[string][]string
	trusted map[string]func(callbacks []string) (untrusted []string)
}

// Plan says which callbacks an application is to have. It returns those that are not trusted, as far as is known by
// then.
func (c *Callbacks) Plan(clientID string, callbacks []string) (untrusted []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.planned == nil {
		c.planned = map[string][]string{}
	}
	c.planned[clientID] = callbacks
	if find := c.trusted[clientID]; find != nil {
		return find(callbacks)
	}
	return nil
}

// Trust says how to find the callbacks of an application that are not trusted. It returns the callbacks that the
// application is to have, if that is known by then.
func (c *Callbacks) Trust(
	clientID string,
	untrusted func(callbacks []string) []string,
) (planned []string, isPlanned bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.trusted == nil {
		c.trusted = map[string]func([]string) []string{}
	}
	c.trusted[clientID] = untrusted
	planned, isPlanned = c.planned[clientID]
	return planned, isPlanned
}
