package emulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/authserver"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/faults"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/seed"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/page"
)

// page is GET /: the tenant as a page for people. It shows every write at once, even while replication lags.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	current := s.current.Load()
	view := page.View{
		URL:       strings.TrimSuffix(authserver.Issuer(r), "/"),
		Started:   s.started,
		Uptime:    uptime(s.machine().Sub(s.started)),
		RateLimit: current.RateLimit,
		Notices:   slices.Concat(clockNotices(current, s.Now()), delayNotices(current), notices(&s.faults)),
		Filter:    page.ParseFilter(r.URL.Query()),
		Changes:   s.pageChanges(),
		Requests:  s.pageRequests(),
		Buckets:   buckets(current, s.Now()),
	}
	s.store.Lock()
	showTenant(s.store.Current, &view)
	s.store.Unlock()
	page.Serve(w, view)
}

// showTenant writes the tenant into the page. The page gets copies, so that it can be written without the lock.
func showTenant(t *tenant.Tenant, view *page.View) {
	view.Tenant, view.Domain = t.Name, t.Domain()
	showApplications(t, view)
	view.APIs = page.NewList(pageAPIs(t), view.Filter)
	view.Connections = page.NewList(pageConnections(t), view.Filter)
	view.Organizations = page.NewList(pageOrganizations(t), view.Filter)
	view.Registration = pageRegistration(t)
	for _, policy := range t.RateLimitPolicies.All() {
		view.Policies = append(view.Policies, pagePolicy(policy))
	}
}

// uptime formats how long the tenant has been running.
func uptime(d time.Duration) string {
	minutes := int(d.Minutes())
	switch {
	case minutes < 1:
		return "less than a minute"
	case minutes < 60:
		return fmt.Sprintf("%d min", minutes)
	case minutes < 24*60:
		return fmt.Sprintf("%d h %d min", minutes/60, minutes%60)
	default:
		return fmt.Sprintf("%d d %d h", minutes/60/24, minutes/60%24)
	}
}

// clockNotices show the time of the tenant's clock if it was set.
func clockNotices(c *seed.Conditions, now time.Time) []page.Notice {
	if c.Ahead == 0 {
		return nil
	}
	return []page.Notice{{Title: "The clock was set.", Text: "It shows " + now.UTC().Format(time.RFC3339) + "."}}
}

// delayNotices say why answers may be late or old.
func delayNotices(c *seed.Conditions) []page.Notice {
	var out []page.Notice
	if c.Lag > 0 {
		out = append(out, page.Notice{
			Title: "Replication lags.",
			Text:  fmt.Sprintf("Reads may answer as they did %s ago. This page shows what was written.", c.Lag),
		})
	}
	switch {
	case c.Jitter > 0:
		out = append(out, page.Notice{Title: "Requests are " +
			"slow.", Text: fmt.Sprintf("Each takes %s to %s to "+
			"arrive.", c.Latency, c.Latency+c.Jitter)})
	case c.Latency > 0:
		out = append(out, page.Notice{Title: "Requests are slow.", Text: fmt.Sprintf("Each takes %s to arrive.", c.Latency)})
	}
	return out
}

// notices describe each fault while it lasts.
func notices(s *faults.Set) []page.Notice {
	var out []page.Notice
	for _, fault := range s.All() {
		kind := string(fault.Kind)
		if fault.Kind == FaultStatus {
			kind += fmt.Sprintf(" %d", fault.Status)
		}
		out = append(out, page.Notice{
			Title: "Fault: " + kind + ".",
			Text:  fmt.Sprintf("%s: matched %d, struck %d.", target(fault), fault.Calls, fault.Hits),
		})
	}
	return out
}

// target describes the requests that a fault strikes.
func target(f Fault) string {
	var out []string
	for _, part := range []string{f.Method, f.Path} {
		if part != "" {
			out = append(out, part)
		}
	}
	if len(out) == 0 {
		return "Every request"
	}
	return strings.Join(out, " ")
}
