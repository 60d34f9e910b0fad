package call

import (
	"net/http"
	"sync/atomic"
	"time"
)

// clock tells the time of the tenant, as far as its answers told it, so that nothing depends on how the clock of this
// machine is set. The zero value tells the machine's.
type clock struct{ ahead atomic.Int64 } // of the machine's, in nanoseconds

// learn takes over the time at which an answer was given: its Date, which has whole seconds.
func (c *clock) learn(resp *http.Response) {
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		c.ahead.Store(int64(time.Until(date)))
	}
}

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// Now returns the time of the tenant by its latest answer, and the time of this machine as long as there is none.
func (c *Caller) Now() time.Time { return c.sender.clock.now() }
