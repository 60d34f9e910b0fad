package limits

import (
	"fmt"
	"net/http"
	"time"
)

// Ceilings count the requests of applications for rate limit policies, in each second of the clock. The zero value is
// ready to use. It is not safe for concurrent use.
type Ceilings struct {
	second int64
	counts map[string]int
}

// Take counts a request, and reports whether it is within the limit. The header says what is left.
//
// Assumption: a limit applies to each second of the clock, and requests beyond it are counted too.
func (c *Ceilings) Take(counter string, limit int, now time.Time, header http.Header) bool {
	if second := now.Unix(); c.counts == nil || second != c.second {
		c.second, c.counts = second, map[string]int{}
	}
	c.counts[counter]++
	left := limit - c.counts[counter]
	header.Set("Auth0-RateLimit", fmt.Sprintf("client;q=%d;t=1;r=%d", limit, max(0, left)))
	if left < 0 {
		header.Set("Retry-After", "1")
	}
	return left >= 0
}
