// Command auth0-emulator serves an Auth0 tenant, on a loopback address unless --expose allows another.
//
// When it is ready it prints one line of JSON: url, domain, client_id and client_secret (and ca_cert with --tls). The
// credentials are those of an application with every scope of the Management API. With a command as argument, it runs
// the command with the tenant in its environment, and ends when the command does.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// Set by the release build.
var (
	version = "dev"
	commit  = "none"
)

const usage = `auth0-emulator serves an Auth0 tenant for tests and demos on this machine.

It answers the Management API's calls about applications, client grants, connections, APIs, organizations and tenant
settings, logs the seed's users in, issues tokens (authorization_code, refresh_token, client_credentials), registers
applications by Dynamic Client Registration and client ID metadata documents, and refuses what Auth0 refuses.

Usage:
  auth0-emulator [flags]                      serve until interrupted
  auth0-emulator [flags] -- COMMAND [ARG...]  serve while a command runs, and end with its exit code
  auth0-emulator login [flags]                simulate a login in a running emulator; see login --help

Flags:
  --listen ADDRESS   loopback address to listen on; port 0 takes a free one (default 127.0.0.1:0)
  --expose           allow an address that is not loopback, such as 0.0.0.0:8080 in a container: anybody
                     who reaches the port can use a tenant with known credentials
  --seed FILE        tenant to start with, as JSON; without it the tenant has one application for the Management API
  --state FILE       file that keeps the tenant over restarts; if it exists, the tenant comes from it
  --tls              serve https with a certificate made for this run, for clients that require https
  --tls-ca FILE      where --tls writes its CA certificate and keeps it
                     (default: auth0-emulator-ca-PORT.pem in the temporary directory, removed at the end)
  --rate-limit NAME  limits of the Management API: off (default), free, essentials, enterprise, enterprise-nonprod,
                     private-cloud-dev, -basic, -500, -1500, -3000, -6000 or -10000
  --latency TIME     how long each request takes to arrive, such as 40ms
  --jitter TIME      the most that is added to it at random
  --lag TIME         how long reads, listings and references do not see a write, such as 800ms
  --lag-seed NUMBER  seed of the random choice whether a read sees the writes of the last --lag
  --clock TIME       time of the tenant's clock at the start, such as 2027-01-31T12:00:00Z; it runs on from there
  --variant NAME     behaviour in which tenants, or the sources about them, differ; see below; repeatable
  --document-host HOST=ADDRESS
                     loopback address from which client ID metadata documents of an https host are fetched, such as
                     agent.example.com=127.0.0.1:4020; repeatable. Those in the seed (documents) need no address
  --faults FILE      faults that strike requests, as JSON: one or an array
  --version          print version and commit
  --help             print this text

When ready, the first line on standard output is JSON:
  {"url":"http://127.0.0.1:4010","domain":"127.0.0.1:4010","client_id":"...","client_secret":"..."}

A command finds the tenant in AUTH0_DOMAIN (with http://, but with --tls without https://), AUTH0_CLIENT_ID and
AUTH0_CLIENT_SECRET, and no other variable that begins with AUTH0_. With --tls, SSL_CERT_FILE and NODE_EXTRA_CA_CERTS
name the CA certificate. Standard output contains only the command's own output:
  auth0-emulator --seed tenant.json -- terraform test

The page at / shows the tenant's third-party access, and requests as they come in.

Controls:
  GET    /__emulator/requests   the last 30,000 requests
  GET    /__emulator/stats      how many requests there were, by endpoint
  DELETE /__emulator/requests   delete both
  GET    /__emulator/endpoints  the calls of the Management API that are emulated
  GET    /__emulator/state      the complete tenant, usable as a seed
  PUT    /__emulator/state      replace the tenant with a seed
  POST   /__emulator/reset      back to the seed
  POST   /__emulator/login      simulate a login, without a browser
  GET    /__emulator/faults     the faults and how often each struck
  POST   /__emulator/faults     add a fault, or an array of them
  DELETE /__emulator/faults     remove all faults
  GET    /__emulator/clock      the time of the tenant's clock
  PUT    /__emulator/clock      set it: {"now":"2027-01-31T12:00:00Z"}; it runs on from there
  DELETE /__emulator/clock      return it to the time of this machine

A fault is {"method":"POST", "path":"/api/v2/clients/{id}", "nth":2, "kind":"reset_after"}: {name} stands for one
segment of the path and {name...} for the rest; nth, first or every choose among the requests; kind is status (with
status, body, headers, acts), delay (with delay), reset_before, reset_after, truncated, malformed or slow_body.

Variants, one of each group:
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if code, ok := errors.AsType[exitError](err); ok {
		os.Exit(int(code))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "auth0-emulator:", err)
		os.Exit(1)
	}
}

type settings struct {
	listen, seed, state, ca, faults string
	expose, tls, version            bool
	options                         emulator.Options
	command                         []string
}

func (s *settings) flags() *flag.FlagSet {
	flags := flag.NewFlagSet("auth0-emulator", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&s.listen, "listen", "127.0.0.1:0", "")
	flags.BoolVar(&s.expose, "expose", false, "")
	flags.StringVar(&s.seed, "seed", "", "")
	flags.StringVar(&s.state, "state", "", "")
	flags.BoolVar(&s.tls, "tls", false, "")
	flags.StringVar(&s.ca, "tls-ca", "", "")
	flags.StringVar(&s.options.RateLimit, "rate-limit", "", "")
	flags.DurationVar(&s.options.Latency, "latency", 0, "")
	flags.DurationVar(&s.options.Jitter, "jitter", 0, "")
	flags.DurationVar(&s.options.Lag, "lag", 0, "")
	flags.Uint64Var(&s.options.LagSeed, "lag-seed", 0, "")
	flags.StringVar(&s.options.StartsAt, "clock", "", "")
	flags.Func("variant", "", func(name string) error {
		s.options.Variants = append(s.options.Variants, name)
		return nil
	})
	flags.Func("document-host", "", func(mapping string) error {
		host, address, found := strings.Cut(mapping, "=")
		if !found || host == "" {
			return errors.New("want HOST=ADDRESS, such as agent.example.com=127.0.0.1:4020")
		}
		if s.options.DocumentHosts == nil {
			s.options.DocumentHosts = map[string]string{}
		}
		s.options.DocumentHosts[host] = address
		return nil
	})
	flags.StringVar(&s.faults, "faults", "", "")
	flags.BoolVar(&s.version, "version", false, "")
	return flags
}

func parse(args []string) (settings, error) {
	var s settings
	flags := s.flags()
	if i := slices.Index(args, "--"); i >= 0 {
		if args, s.command = args[:i], args[i+1:]; len(s.command) == 0 {
			return s, errors.New("no command after --; see --help")
		}
	}
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return s, err
		}
		return s, fmt.Errorf("%w; see --help", err)
	}
	if flags.NArg() > 0 {
		return s, fmt.Errorf("unexpected argument %q (write -- before a command); see --help", flags.Arg(0))
	}
	return s, nil
}

// run serves until ctx ends, or as long as a command runs.
func run(ctx context.Context, args []string, out io.Writer) (failure error) {
	if len(args) > 0 && args[0] == "login" {
		return login(ctx, args[1:], out)
	}
	s, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		_, err = io.WriteString(out, usage+emulator.VariantsHelp("  "))
		return err
	case err != nil:
		return err
	case s.version:
		_, err = fmt.Fprintf(out, "auth0-emulator %s (%s)\n", version, commit)
		return err
	}

	options := s.options
	options.State = s.state
	if s.faults != "" {
		if options.Faults, err = emulator.LoadFaults(s.faults); err != nil {
			return err
		}
	}
	if s.seed != "" {
		if options.Seed, err = emulator.LoadSeed(s.seed); err != nil {
			return err
		}
	}
	listener, err := emulator.Listen(s.listen, s.expose)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // for the errors below; the server closes it itself
	tenant, err := emulator.New(options)
	if err != nil {
		return err
	}
	defer func() { failure = errors.Join(failure, tenant.Close()) }()
	address := reachable(listener.Addr())
	ready := announcement{URL: "http://" + address, Domain: address}
	serving := listener
	if s.tls {
		if serving, ready.CACert, err = secure(listener, s.ca); err != nil {
			return err
		}
		ready.URL = "https://" + ready.Domain
		if s.ca == "" {
			defer func() { _ = os.Remove(ready.CACert) }()
		}
	}
	ready.ClientID, ready.ClientSecret = tenant.ManagementCredentials()
	if s.command != nil {
		return serveCommand(context.WithoutCancel(ctx), serving, tenant, s.command, ready)
	}
	//nolint:gosec // whoever starts the emulator needs its secret
	if err := json.NewEncoder(out).Encode(ready); err != nil {
		return err
	}
	return serve(ctx, serving, tenant)
}

// reachable is the address under which this machine reaches a listener, even one that listens on all addresses.
func reachable(address net.Addr) string {
	if tcp, ok := address.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port))
	}
	return address.String()
}

// announcement is the line that is printed when the tenant is ready.
type announcement struct {
	URL          string `json:"url"`
	Domain       string `json:"domain"`
	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret"`
	CACert       string `json:"ca_cert,omitempty"`
}

// serve answers until ctx ends, and then lets running requests finish. It need not save anything, because every write
// is in the state file before it is answered.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	shutdown, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return server.Shutdown(shutdown)
}
