package auth0

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// Values of an AccessPolicy. AccessPolicyAllowAll exists for the access of users only.
const (
	AccessPolicyAllowAll           = "allow_all"
	AccessPolicyRequireClientGrant = "require_client_grant"
	AccessPolicyDenyAll            = "deny_all"
)

// API is an API (a "resource server" at the wire) that access tokens can be asked for. Its signing secret is
// deliberately not decoded.
type API struct {
	ID                       string                   `json:"id"`
	Name                     string                   `json:"name"`
	Identifier               string                   `json:"identifier"` // the audience of its tokens
	IsSystem                 bool                     `json:"is_system"`
	Scopes                   wire.List[APIScope]      `json:"scopes"`
	SubjectTypeAuthorization SubjectTypeAuthorization `json:"subject_type_authorization"`
	SigningAlg               string                   `json:"signing_alg"`
	TokenLifetime            *int64                   `json:"token_lifetime"` // seconds
	AllowOfflineAccess       bool                     `json:"allow_offline_access"`
}

// Key returns what the API is asked for by.
func (a API) Key() string { return a.Identifier }

// APIScope is a scope that an API defines.
type APIScope struct {
	Value       string `json:"value"`
	Description string `json:"description"`
}

// SubjectTypeAuthorization says which applications may ask for tokens of an API, for users and as themselves. It is
// sent whole, because the API replaces the old value.
type SubjectTypeAuthorization struct {
	User   AccessPolicy `json:"user"`
	Client AccessPolicy `json:"client"`
}

// AccessPolicy is one half of SubjectTypeAuthorization.
type AccessPolicy struct {
	Policy string `json:"policy"`
}

// APIFields is the body of an update. The API leaves members alone that are left out.
type APIFields struct {
	SubjectTypeAuthorization Field[SubjectTypeAuthorization] `json:"subject_type_authorization,omitzero"`
}

// Policy returns the access policy for a subject type. APIs made before there were policies show none; they work as
// new ones do, which let every application act for users and demand a grant of those that act as themselves.
//
// Assumption: missing-access-policy: so does an API that shows one half alone.
func (a *API) Policy(subjectType string) string {
	if subjectType == SubjectTypeUser {
		return valueOr(a.SubjectTypeAuthorization.User.Policy, AccessPolicyAllowAll)
	}
	return valueOr(a.SubjectTypeAuthorization.Client.Policy, AccessPolicyRequireClientGrant)
}

func valueOr(value, fallback string) string {
	if value == "" {
		return fallback
	}
	return value
}

// APIs are the calls of the collection of APIs.
type APIs struct {
	*tenant
	memory  *cache.Collection[API]
	listing *cache.Listing[API]
	known   *knownAPIs
}

// ReadAPI returns the API with the given identifier. Of another API whose id the text happens to be, it says that
// there is none; see [IsNotFound].
//
// Scope: read:resource_servers.
func (c *APIs) ReadAPI(ctx context.Context, identifier string, how Freshness) (*API, error) {
	return c.memory.Read(ctx, identifier, how)
}

// FindAPI returns the API with the given identifier or id.
//
// Scope: read:resource_servers.
func (c *APIs) FindAPI(ctx context.Context, identifierOrID string) (*API, error) {
	r := call.Request{Method: http.MethodGet, Path: call.PathTo("resource-servers", identifierOrID)}
	return call.One(ctx, c.caller, r, func(api API) bool {
		return api.Identifier != "" && (api.Identifier == identifierOrID || api.ID == identifierOrID)
	})
}

// UpdateAPI changes the given members of an API that was read, and returns it whole.
//
// Scope: update:resource_servers.
func (c *APIs) UpdateAPI(ctx context.Context, api *API, fields APIFields) (*API, error) {
	return c.memory.Update(ctx, api.Identifier, fields, func() (*API, error) {
		r := call.Request{Method: http.MethodPatch, Path: call.PathTo("resource-servers", api.ID), Body: fields}
		return call.One(ctx, c.caller, r, call.HasKey[API](api.Identifier))
	})
}

// ListAPIs returns every API of the tenant, Auth0's own included.
//
// Scope: read:resource_servers.
func (c *APIs) ListAPIs(ctx context.Context) ([]API, error) {
	return c.listing.All(ctx)
}

// IsPaged reports whether a listing of so many items takes more than one page, between which it may lose some.
func IsPaged(items int) bool { return items >= call.PageSize }

// knownAPIs is one listing of the tenant's APIs that many checks share.
type knownAPIs struct {
	turn chan struct{} // holds a token while one caller looks at what follows
	have bool
	apis []API
	err  error
}

// EachAPI yields every API of the tenant, Auth0's own included. The collection knows no paging but by number, so all
// are listed before the first is yielded.
//
// Scope: read:resource_servers.
func (c *APIs) EachAPI(ctx context.Context) iter.Seq2[API, error] {
	return func(yield func(API, error) bool) {
		apis, err := call.ListByNumber[API](ctx, c.caller, call.PathTo("resource-servers"), "resource_servers", url.Values{})
		if err != nil {
			yield(API{}, err)
			return
		}
		for _, api := range apis {
			if !yield(api, nil) {
				return
			}
		}
	}
}

// KnownAPIs returns every API of the tenant as the first call of this method found them. It makes one listing in the
// life of the client, two if the first fails for a reason that may pass, and is meant for checks that can bear an
// answer of some minutes ago: an API that is missing here is worth a [Client.ReadAPI] before anything is concluded.
//
// Scope: read:resource_servers.
func (c *APIs) KnownAPIs(ctx context.Context) ([]API, error) {
	k := c.known
	select {
	case k.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	defer func() { <-k.turn }()
	if k.have {
		return k.apis, k.err
	}
	apis, err := call.ListShared(ctx, c.ListAPIs)
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return nil, err // the caller gave up, which is no reason for others to
	}
	k.have, k.apis, k.err = true, apis, err
	return apis, err
}

// systemAPIs names the APIs that Auth0 itself makes in every tenant, by the path of their identifier.
var systemAPIs = map[string]string{
	"/api/v2/": "Management API",
	"/me/":     "My Account API",
	"/mfa/":    "MFA API",
	"/my-org/": "My Organization API",
}

// systemAPI returns the name of the Auth0-made API that the audience identifies in a tenant with the given hosts.
func systemAPI(audience string, hosts ...string) (name string, ok bool) {
	parsed, err := url.Parse(audience)
	if err != nil || parsed.Host == "" || parsed.RawQuery != "" || parsed.Fragment != "" {
		return "", false
	}
	if !slices.ContainsFunc(hosts, func(host string) bool { return strings.EqualFold(parsed.Host, host) }) {
		return "", false
	}
	name, ok = systemAPIs[parsed.Path]
	return name, ok
}

// apiSource reads APIs.
type apiSource struct{ *APIs }

func (apiSource) Collection() string            { return "resource-servers" }
func (apiSource) Path(identifier string) string { return call.PathTo("resource-servers", identifier) }
func (apiSource) Key(api API) string            { return api.Identifier }
func (apiSource) Parts(API) []cache.Object      { return nil }

func (s apiSource) Read(ctx context.Context, identifier string) (*API, error) {
	api, err := s.FindAPI(ctx, identifier)
	if err == nil && api.Identifier != identifier {
		return nil, &Error{
			StatusCode: http.StatusNotFound,
			Method:     http.MethodGet,
			Path:       call.Path(s.Path(identifier)),
			Message:    "this is the id of an API, not its identifier",
		}
	}
	return api, err
}

func (s apiSource) Pages() cache.Pager[API] {
	return call.ByNumber[API](s.caller, call.PathTo("resource-servers"), "resource_servers", url.Values{})
}
