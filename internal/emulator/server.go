package emulator

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/authserver"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/faults"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/keys"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/publisher"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/seed"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/traffic"
)

// AddFault adds a fault. It refuses a fault whose fields contradict each other.
func (s *Server) AddFault(f Fault) error { return s.faults.Add(f) }

// ClearFaults removes every fault.
func (s *Server) ClearFaults() { _ = s.faults.Replace(nil) }

// Faults returns the faults with what they have counted, in the order in which they were added.
func (s *Server) Faults() []Fault { return s.faults.All() }

// Options says how a tenant starts. The zero value is an empty tenant in memory.
type Options struct {
	// Seed is the tenant to start with and to return to on reset; nil is [DefaultSeed].
	Seed *Seed
	// State names the file that keeps the tenant over restarts; "" keeps it in memory only. If the file exists, the tenant
	// comes from it, and Seed is only what a reset returns to.
	State string
	// RateLimit names the limits of the Management API, one of [RateLimits]. This and the following three override the
	// seed. If neither sets them, there are no limits and no delays.
	RateLimit string
	// Latency is how long each request takes to arrive. Jitter is the most that is added to it at random.
	Latency, Jitter time.Duration
	// Lag is how long a write stays invisible to reads, to listings, to references in other writes, and to the token
	// endpoint.
	Lag time.Duration
	// If LagSeed is not zero, each read sees the writes of the last Lag or not, at random but reproducibly.
	LagSeed uint64
	// Variants are the names of the tenant's [Variants]. They override those that the seed names for the same subjects.
	Variants []string
	// DocumentHosts are the loopback addresses, with ports, from which client ID metadata documents of https hosts are
	// fetched: {"agent.example.com": "127.0.0.1:4020"}. Documents of other hosts cannot be fetched, unless the seed has
	// them.
	DocumentHosts map[string]string
	// DocumentTransport sends the requests for documents; nil connects to DocumentHosts.
	DocumentTransport http.RoundTripper
	// DocumentTimeout is how long a document may take; 0 is five seconds.
	DocumentTimeout time.Duration
	// Faults apply from the start, and again after a reset, in addition to those of the seed.
	Faults []Fault
	// SigningKey signs the tenant's tokens; nil is a key of 2,048 bits that all tenants of the process share. The key of a
	// state file overrides it.
	SigningKey *rsa.PrivateKey
	// Clock returns the time of the machine that the tenant runs on; nil is [time.Now].
	Clock func() time.Time
	// StartsAt is the time that the tenant's own clock shows at the start, in the form of RFC 3339. It overrides the
	// seed's clock; without either, the clock shows the time of the machine. [Server.SetClock] sets it later.
	StartsAt string
}

// Server is an Auth0 tenant. It is an [http.Handler]. Its issuer and audience contain the host that a request was sent
// to. It is safe for concurrent use.
type Server struct {
	machine       func() time.Time // the time of the machine; the tenant's own is [Server.Now]
	started       time.Time        // by the machine's clock
	handler       http.Handler
	state         state
	given         []string // the variants of the options
	keys          *keys.Ring
	authorization *authserver.Server
	store         *tenant.Store
	log           traffic.Log
	faults        faults.Set
	current       atomic.Pointer[seed.Conditions]

	publishers *publisher.Publishers

	baseline baseline
}

// New returns a tenant. It fails if the seed contradicts itself or the state file cannot be read or written. A tenant
// keeps its state file locked until [Server.Close].
func New(options Options) (*Server, error) {
	s := &Server{
		machine: options.Clock,
		given:   options.Variants,
		keys:    &keys.Ring{Key: options.SigningKey},
		state:   state{path: options.State},
	}
	s.store = &tenant.Store{Chance: options.chance(), Save: s.state.save}
	if s.machine == nil {
		s.machine = time.Now
	}
	s.started, s.log.Now = s.machine(), s.Now
	var err error
	s.publishers, err = publisher.New(options.DocumentHosts, options.DocumentTransport, options.DocumentTimeout)
	if err != nil {
		return nil, err
	}
	if err := s.begin(options); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.handler = s.layers()
	return s, nil
}

// begin starts with the tenant of the state file, or else with that of the seed.
func (s *Server) begin(options Options) error {
	if _, err := seed.ChooseVariants(s.given); err != nil {
		return err
	}
	held, signingKey, err := s.state.open(s.given, s.machine())
	if err != nil {
		return fmt.Errorf("state file %s: %w", options.State, err)
	}
	given, err := options.seed(held)
	if err != nil {
		return err
	}
	circumstances := options.circumstances(given)
	conditions, err := circumstances.Conditions(seed.Conditions{}, s.started)
	if err != nil {
		return err
	}
	start, err := seed.Build(given, s.given, nil, s.started.Add(conditions.Ahead))
	if err != nil {
		return err
	}
	if err := s.enter(circumstances, conditions); err != nil {
		return err
	}
	s.baseline = baseline{start.Copy(), circumstances}
	if held == nil {
		s.store.Start(start, s.current.Load().Lag)
		return s.state.start(start, s.keys)
	}
	if s.keys.Key, err = keys.Parse(signingKey); err != nil {
		return fmt.Errorf("state file %s: signing_key: %w", options.State, err)
	}
	s.store.Start(held, s.current.Load().Lag)
	s.state.resume(held)
	return nil
}

// seed returns the seed to start with. The management application keeps the credentials that it has in the tenant of a
// state file, unless the seed names them.
func (o *Options) seed(held *tenant.Tenant) (*Seed, error) {
	given := o.Seed
	if given == nil {
		given = DefaultSeed()
	}
	if held == nil || given.ManagementApplication != nil {
		return given, nil
	}
	given, err := object.Plain(given)
	if err != nil {
		return nil, err
	}
	if management := held.Clients.Get(held.ManagementClientID); management != nil {
		given.ManagementApplication = object.Clone(management)
	}
	return given, nil
}

// baseline is what a reset returns to.
type baseline struct {
	tenant        *tenant.Tenant // with every id and secret filled in
	circumstances Seed
}

// seed returns the baseline as a seed.
func (b baseline) seed() *Seed {
	out := seed.Snapshot(b.tenant)
	out.RateLimit, out.Faults = b.circumstances.RateLimit, b.circumstances.Faults
	out.Latency, out.Jitter, out.Lag = b.circumstances.Latency, b.circumstances.Jitter, b.circumstances.Lag
	out.Clock = b.circumstances.Clock
	return out
}

// Close releases the state file. A tenant without one need not be closed.
func (s *Server) Close() error { return s.state.close() }

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

// Snapshot returns the tenant as a seed from which it can be made again, including secrets.
func (s *Server) Snapshot() *Seed {
	s.store.Lock()
	defer s.store.Unlock()
	return seed.Snapshot(s.store.Current)
}

// Reset returns the tenant to its seed, and the conditions and faults to those of the start. Ids and secrets that the
// emulator made for the seed stay the same.
func (s *Server) Reset() error {
	s.ClearFaults()
	return s.Load(s.baseline.seed())
}

// Load replaces the tenant. If the seed contradicts itself, nothing changes.
func (s *Server) Load(given *Seed) error {
	s.store.Lock()
	defer s.store.Unlock()
	machine := s.machine()
	conditions, err := given.Conditions(*s.current.Load(), machine)
	if err != nil {
		return err
	}
	next, err := seed.Build(given, nil, s.given, machine.Add(conditions.Ahead))
	if err != nil {
		return err
	}
	if err := s.enter(*given, conditions); err != nil {
		return err
	}
	s.store.Start(next, conditions.Lag)
	return s.state.start(next, s.keys)
}

// enter applies conditions and the faults of a seed; faults that it does not mention stay.
func (s *Server) enter(given Seed, conditions *seed.Conditions) error {
	if len(given.Faults) > 0 {
		if err := s.faults.Replace(given.Faults); err != nil {
			return fmt.Errorf("faults: %w", err)
		}
	}
	s.current.Store(conditions)
	return nil
}

// Requests returns the last 30,000 requests answered since the start or since [Server.ResetRequests], in the order of
// their answers.
func (s *Server) Requests() []Request { return s.log.All() }

// ResetRequests deletes the record of requests, and the counts.
func (s *Server) ResetRequests() { s.log.Clear() }

// Stats returns the counts so far.
func (s *Server) Stats() Stats { return s.log.Stats() }
