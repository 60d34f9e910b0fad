package emulator

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/faults"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/keys"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/seed"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/traffic"
)

// AddFault makes requests go wrong from now on. It refuses faults that cannot be meant.
func (s *Server) AddFault(f Fault) error { return s.faults.Add(f) }

// ClearFaults lifts every fault.
func (s *Server) ClearFaults() { _ = s.faults.Replace(nil) }

// Faults returns the faults with what they have counted, in the order in which they were added.
func (s *Server) Faults() []Fault { return s.faults.All() }

// Options says how a tenant starts. The zero value is an empty tenant in memory.
type Options struct {
	// Seed is the tenant to start with and to return to on reset; nil is [DefaultSeed].
	Seed *Seed
	// State names the file in which the tenant survives a restart; "" keeps it in memory only. An existing file is
	// continued and Seed is then only what a reset returns to.
	State string
	// RateLimit names the limits of the Management API, one of [RateLimits]. This and the following three have
	// precedence over the seed's; zero values leave the matter to it, and it to limits that are off and to no delay.
	RateLimit string
	// Latency is how long each request takes to arrive, and Jitter how much longer it may take at random.
	Latency, Jitter time.Duration
	// Lag is how long after a write reads, listings, references to the object in other writes and the token endpoint
	// answer as before it.
	Lag time.Duration
	// LagSeed, if not zero, lets each read draw at random, reproducibly, whether it sees the writes of the last Lag.
	LagSeed uint64
	// Variants are names of [Variants] that the tenant has, whatever its seed names of their subjects.
	Variants []string
	// Faults are there from the start, and again after a reset, beside those of the seed.
	Faults []Fault
	// Clock tells the time for tokens and timestamps; nil is [time.Now].
	Clock func() time.Time
}

// Server is an Auth0 tenant. It is an [http.Handler]; the names it gives itself (issuer, audience) follow the host each
// request was sent to. It is safe for concurrent use.
type Server struct {
	now     func() time.Time
	started time.Time
	handler http.Handler
	state   string
	given   []string // the variants of the options
	keys    *keys.Ring
	store   *tenant.Store
	log     traffic.Log
	faults  faults.Set
	current atomic.Pointer[seed.Conditions]

	baseline *Seed // what Reset returns to, with every id and secret filled in
}

// New returns a tenant. It fails when the seed contradicts itself or the state file cannot be read or written.
func New(options Options) (*Server, error) {
	s := &Server{now: options.Clock, state: options.State, given: options.Variants, keys: &keys.Ring{}}
	s.store = &tenant.Store{Chance: options.chance(), Save: s.save}
	if s.now == nil {
		s.now = time.Now
	}
	s.started = s.now()
	given := options.Seed
	if given == nil {
		given = DefaultSeed()
	}
	saved, err := loadState(options.State)
	if err != nil {
		return nil, err
	}
	if saved != nil {
		// The management application keeps its credentials through a reset unless the seed names them.
		if given, err = object.Plain(given); err != nil {
			return nil, err
		}
		if given.ManagementApplication == nil {
			given.ManagementApplication = saved.ManagementApplication
		}
	}
	if _, err := seed.ChooseVariants(s.given); err != nil {
		return nil, err
	}
	start, err := seed.Build(given, s.given, nil, s.now())
	if err != nil {
		return nil, err
	}
	circumstances := options.circumstances(given)
	if err := s.enter(circumstances); err != nil {
		return nil, err
	}
	s.baseline = seed.Snapshot(start)
	s.baseline.RateLimit, s.baseline.Faults = circumstances.RateLimit, circumstances.Faults
	s.baseline.Latency, s.baseline.Jitter, s.baseline.Lag = circumstances.Latency, circumstances.Jitter, circumstances.Lag
	if saved != nil {
		if start, err = seed.Build(&saved.Seed, s.given, nil, s.now()); err != nil {
			return nil, fmt.Errorf("state file %s: %w", options.State, err)
		}
		if saved.SigningKey != "" {
			if s.keys.Key, err = keys.Parse(saved.SigningKey); err != nil {
				return nil, fmt.Errorf("state file %s: signing_key: %w", options.State, err)
			}
		}
	}
	s.store.Start(start, s.current.Load().Lag)
	s.handler = s.layers()
	return s, s.save()
}

// ServeHTTP answers one request as the tenant would.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// ManagementCredentials returns the credentials of the seed's machine-to-machine application, which holds every scope
// of the Management API.
func (s *Server) ManagementCredentials() (clientID, clientSecret string) {
	s.store.Lock()
	defer s.store.Unlock()
	id := s.store.Current.ManagementClientID
	return id, object.Text(s.store.Current.Clients.Get(id), "client_secret")
}

// Tenant returns the tenant's name and its domain at Auth0.
func (s *Server) Tenant() (name, domain string) {
	s.store.Lock()
	defer s.store.Unlock()
	return s.store.Current.Name, s.store.Current.Domain()
}

// Snapshot returns the whole tenant as a seed from which it can be made again, secrets included.
func (s *Server) Snapshot() *Seed {
	s.store.Lock()
	defer s.store.Unlock()
	return seed.Snapshot(s.store.Current)
}

// Reset returns the tenant to its seed, and the circumstances and faults to those of the start. Ids and secrets the
// seed left to the emulator stay what they were at the start.
func (s *Server) Reset() error {
	s.ClearFaults()
	return s.Load(s.baseline)
}

// Load replaces the whole tenant. A seed that contradicts itself changes nothing.
func (s *Server) Load(given *Seed) error {
	next, err := seed.Build(given, nil, s.given, s.now())
	if err != nil {
		return err
	}
	s.store.Lock()
	defer s.store.Unlock()
	if err := s.enter(*given); err != nil {
		return err
	}
	s.store.Start(next, s.current.Load().Lag)
	return s.save()
}

// enter applies the circumstances and faults of a seed; what it does not mention stays.
func (s *Server) enter(given Seed) error {
	current := seed.Conditions{}
	if before := s.current.Load(); before != nil {
		current = *before
	}
	next, err := given.Conditions(current)
	if err != nil {
		return err
	}
	if len(given.Faults) > 0 {
		if err := s.faults.Replace(given.Faults); err != nil {
			return fmt.Errorf("faults: %w", err)
		}
	}
	s.current.Store(next)
	return nil
}

// Requests returns the last 30,000 requests answered since the start or since [Server.ResetRequests], in the order of
// their answers.
func (s *Server) Requests() []Request { return s.log.All() }

// ResetRequests forgets the requests so far, and their counts.
func (s *Server) ResetRequests() { s.log.Clear() }

// loadState reads a state file; nil means there is none yet.
func loadState(path string) (*savedState, error) {
	if path == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(path) //nolint:gosec // the user names the file
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the state file: %w", err)
	}
	saved := &savedState{}
	if err := seed.Decode(raw, saved); err != nil {
		return nil, fmt.Errorf("state file %s: %w", path, err)
	}
	return saved, nil
}

// Stats returns the counts so far.
func (s *Server) Stats() Stats { return s.log.Stats() }
