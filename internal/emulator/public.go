package emulator

import (
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/faults"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/limits"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/seed"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/traffic"
)

// Fault is an error that the emulator injects into requests.
type Fault = faults.Fault

// FaultKind says what a [Fault] does to a request.
type FaultKind = faults.Kind

// The kinds of faults.
const (
	FaultStatus      = faults.Status
	FaultDelay       = faults.Delay
	FaultResetBefore = faults.ResetBefore
	FaultResetAfter  = faults.ResetAfter
	FaultTruncated   = faults.Truncated
	FaultMalformed   = faults.Malformed
	FaultSlowBody    = faults.SlowBody
)

// LoadFaults reads faults from a JSON file that holds one of them or an array. Its errors name the file.
func LoadFaults(path string) ([]Fault, error) { return faults.Load(path) }

// RateLimitOff means no rate limit.
const RateLimitOff = limits.Off

// RateLimits returns the names of the rate limits a tenant can have.
func RateLimits() []string { return limits.Names() }

// Throttle names the empty bucket because of which a request was refused.
type Throttle = limits.Throttle

// The two sorts of buckets, as Auth0's messages name them.
const (
	ThrottleGlobal   = limits.Global
	ThrottleEndpoint = limits.Endpoint
)

// Request is one request the tenant answered. It holds no token and no secret.
type Request = traffic.Request

// Stats counts the requests since the start or since [Server.ResetRequests], without a limit.
type Stats = traffic.Stats

// OrganizationClientGrant ties a client grant to an organization.
type OrganizationClientGrant = tenant.OrganizationClientGrant

// Variant is one of several behaviours in which tenants of Auth0 differ, or about which sources disagree.
type Variant = tenant.Variant

// Variants returns all variants, the default of each subject first.
func Variants() []Variant { return tenant.Variants() }

// VariantsHelp lists the variants for people, each line indented, defaults marked.
func VariantsHelp(indent string) string { return tenant.VariantsHelp(indent) }

// Seed is a whole tenant, in JSON as in Go. The objects are those of the Management API; ids, secrets and whatever
// Auth0 would add on creation may be left out and are filled in.
type Seed = seed.Seed

// DefaultSeed is an empty tenant: Auth0's own API and global client, and one application for the Management API.
func DefaultSeed() *Seed { return seed.Default() }

// LoadSeed reads a seed from a JSON file. Its errors name the file, the line and the member, for errors of syntax and
// of type. [New] does the same for errors of content, such as a grant for an application that the seed does not
// contain.
func LoadSeed(path string) (*Seed, error) { return seed.Load(path) }
