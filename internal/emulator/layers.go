package emulator

import (
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/api"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/authserver"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/route"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/traffic"
)

// late delays requests on their way to the tenant. A request arrives even if its caller has gone away meanwhile.
func (s *Server) late(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		current := s.current.Load()
		latency := current.Latency
		if current.Jitter > 0 {
			latency += rand.N(current.Jitter) //nolint:gosec // no secret
		}
		if latency > 0 {
			time.Sleep(latency)
		}
		next.ServeHTTP(w, r)
	})
}

// dated writes the time of the tenant's clock into the answers.
func (s *Server) dated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", s.Now().UTC().Format(http.TimeFormat))
		next.ServeHTTP(w, r)
	})
}

// limited refuses requests for which no capacity is left.
func (s *Server) limited(route string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limiter := s.current.Load().Limiter
		if limiter == nil {
			next.ServeHTTP(w, r)
			return
		}
		left, throttled := limiter.Take(route, r, s.Now())
		left.Show(w.Header())
		if throttled != "" {
			traffic.Note(r).Throttled = throttled
			answer.Refuse(w, throttled.Refusal())
			return
		}
		next.ServeHTTP(w, r)
	})
}

// refuseUnknown answers calls that the emulator does not have.
func refuseUnknown(w http.ResponseWriter, r *http.Request) { answer.Refuse(w, answer.NotEmulated(r)) }

// layers builds the chain a request passes, outermost first.
func (s *Server) layers() http.Handler {
	pass := func(route string, handler http.HandlerFunc) http.Handler {
		return s.log.Record(route, s.late(s.dated(s.faulty(s.limited(route, handler)))))
	}
	routes := &route.Router{Other: pass("", refuseUnknown)}
	handle := func(method, path string, handler http.HandlerFunc) {
		routes.Handle(method, path, pass(method+" "+path, handler))
	}
	calls := &api.API{Store: s.store, Keys: s.keys, Now: s.Now, Publishers: s.publishers}
	calls.Handle(handle)
	s.authorization = &authserver.Server{Store: s.store, Keys: s.keys, Now: s.Now}
	s.authorization.Handle(handle)
	return s.controls(routes)
}

// faulty applies faults to the requests that pass.
func (s *Server) faulty(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fault, struck := s.faults.Strike(r)
		if !struck {
			next.ServeHTTP(w, r)
			return
		}
		entry := traffic.Note(r)
		entry.Fault = fault.Kind
		fault.Serve(w, r, next, func(status int) { entry.Status = status })
	})
}
