package auth0

import (
	"context"
	"net/http"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/pace"
)

// Client calls the Management API of one tenant. Its calls are those of the collections. It is safe for concurrent use.
type Client struct {
	Applications
	ApplicationCreations
	Credentials
	ClientGrants
	ClientGrantsByKey
	DefaultPermissions
	Connections
	Organizations
	OrganizationGrants
	OrganizationApplications
	OrganizationConnections
	RateLimitPolicies
	NetworkACLs
	Consents
	RefreshTokens
	Extensions
	TokenChecks
	APIs
	Settings

	config   Config
	caller   *call.Caller // nil for a client of NewUnavailable
	domain   string
	audience string
	own      string // see Tenant
}

// New returns a client for the tenant that the configuration names. It makes no request: wrong credentials show with
// [Client.SignIn] or the first call. A fault of the configuration itself is a [*ConfigError].
func New(config Config) (*Client, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	origin, host, err := parseDomain(config.Domain)
	if err != nil {
		return nil, err
	}
	c := &Client{config: config, domain: host, audience: config.Audience}
	if c.audience == "" {
		c.audience = "https://" + host + "/api/v2/"
	}
	c.own = tenantOf(config, c.audience, host)
	if c.caller, err = newCaller(config, origin, host, c.audience); err != nil {
		return nil, err
	}
	c.addCollections(c.caller)
	return c, nil
}

// NewUnavailable returns a client whose every call fails with reason, for callers who cannot configure one yet.
func NewUnavailable(reason error) *Client {
	c := &Client{}
	c.addCollections(call.New(call.Config{
		HTTPClient: &http.Client{},
		Refuse:     func(bool, string, string) error { return reason },
	}))
	return c
}

// newCaller returns what makes the calls of a client.
func newCaller(config Config, origin, domain, audience string) (*call.Caller, error) {
	common := &diagnosis{config: config, domain: domain, audience: audience}
	calls := call.Config{
		Origin: origin,
		Credentials: call.Credentials{
			APIToken: config.APIToken, ClientID: config.ClientID, ClientSecret: config.ClientSecret, Audience: audience,
		},
		HTTPClient: config.HTTPClient,
		UserAgent:  config.UserAgent,
		Pacer:      pace.New(config.MaxRequestsPerSecond),
		MaxRetries: config.MaxRetries,
		Timeout:    config.RequestTimeout,
		Log:        config.Log,
		Explain:    common.explain,
	}
	if config.ReadOnly {
		calls.Refuse = common.refuseWrite
	}
	if config.ClientAssertionPrivateKey != "" {
		signer, err := newAssertionSigner(config, origin+"/")
		if err != nil {
			return nil, err
		}
		calls.Credentials.Assert = signer.credentials
	}
	if calls.HTTPClient == nil {
		calls.HTTPClient = &http.Client{Transport: newTransport()}
	}
	if calls.Timeout == 0 {
		calls.Timeout = defaultRequestTimeout
	}
	return call.New(calls), nil
}

// newTransport returns what carries the requests unless the configuration says otherwise: HTTP/2 and kept-alive
// connections, enough of them for the ten resources that Terraform works on at once. They are given up before a server
// would close them, because a write on a connection that is being closed has an unknown outcome.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          32,
		MaxIdleConnsPerHost:   16,
		IdleConnTimeout:       30 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
	}
}

// addCollections gives the client the collections, which share what they know.
func (c *Client) addCollections(caller *call.Caller) {
	t := &tenant{caller, cache.NewStore(cache.Errors{IsNotFound: call.IsNotFound, Interrupted: call.Interrupted})}
	older := &olderApplications{turn: make(chan struct{}, 1)}

	c.Applications = Applications{tenant: t, memory: cache.New(t.store, applicationSource{t}), older: older}
	c.Applications.listing = c.Applications.memory.Listing(
		call.PathTo("clients"), c.EachThirdPartyApplication,
		func(application Application) bool { return application.IsThirdParty() },
	)
	c.ApplicationCreations = ApplicationCreations{
		applications: &c.Applications,
		older:        older,
		named:        map[string]*namesakes{},
	}
	c.Credentials = Credentials{t}

	c.ClientGrants = ClientGrants{tenant: t, memory: cache.New(t.store, grantSource{t})}
	c.ClientGrants.listing = c.ClientGrants.memory.Listing(call.PathTo("client-grants"), c.eachClientGrant, nil)
	c.ClientGrantsByKey = ClientGrantsByKey{cache.New(t.store, grantsByKey{&c.ClientGrants})}
	c.DefaultPermissions = DefaultPermissions{cache.New(t.store, defaultsSource{&c.ClientGrants})}

	c.Connections = Connections{tenant: t, memory: cache.New(t.store, connectionSource{t})}
	c.Connections.listing = c.Connections.memory.Listing(call.PathTo("connections"), c.EachConnection, nil)
	c.Organizations = Organizations{
		tenant:  t,
		memory:  cache.New(t.store, organizationSource{t}),
		ofGrant: cache.PerKey(t.listingOfGrant),
	}
	c.Organizations.listing = c.Organizations.memory.Listing(call.PathTo("organizations"), c.EachOrganization, nil)
	c.OrganizationGrants = newOrganizationGrants(t)
	c.OrganizationApplications = newOrganizationApplications(t)
	c.OrganizationConnections = newOrganizationConnections(t)
	c.APIs = APIs{tenant: t, known: &knownAPIs{turn: make(chan struct{}, 1)}}
	c.Consents = Consents{t}
	c.RefreshTokens = RefreshTokens{t}
	c.Extensions = newExtensions(t)
	c.NetworkACLs = newNetworkACLs(t)
	c.TokenChecks = TokenChecks{t}
	c.RateLimitPolicies = RateLimitPolicies{t, cache.New(t.store, policySource{t})}
	c.APIs.memory = cache.New(t.store, apiSource{&c.APIs})
	c.APIs.listing = c.APIs.memory.Listing(call.PathTo("resource-servers"), c.EachAPI, nil)
	c.Settings = Settings{t, cache.New(t.store, settingsSource{t})}
}

// SignIn gets the access token that calls will use, so that wrong credentials and a wrong domain show before any call.
// It does nothing for a client that was given a token.
func (c *Client) SignIn(ctx context.Context) error {
	if !c.IsAvailable() {
		return nil
	}
	return c.caller.SignIn(ctx)
}

// Now returns the time by the tenant's clock, which its answers tell. As long as there are none, it is this machine's.
func (c *Client) Now() time.Time {
	if !c.IsAvailable() {
		return time.Now()
	}
	return c.caller.Now()
}

// IsAvailable reports whether the client can make calls, which one of NewUnavailable cannot.
func (c *Client) IsAvailable() bool { return c.caller != nil }

// IsReadOnly reports whether the client refuses every call that would change the tenant.
func (c *Client) IsReadOnly() bool { return c.config.ReadOnly }

// Domain returns the tenant's domain without scheme or path, such as example.eu.auth0.com.
func (c *Client) Domain() string { return c.domain }

// Tenant returns the tenant's own domain, such as example.eu.auth0.com, even if Domain is a custom domain: it is the
// host of the Management API's identifier. Auth0 issues no token for the identifier of another tenant.
func (c *Client) Tenant() string { return c.own }

// IsTenant reports whether the client's tenant has the domain.
func (c *Client) IsTenant(domain string) bool { return domain == c.own || domain == c.domain }

// SystemAPI returns the name of the Auth0-made API that the audience identifies, and false for every other API.
// Third-party applications can be given no access to these, neither by a grant nor by default permissions. A tenant
// has them under its own domain and under its custom domain; the client knows both if Domain and Audience differ.
func (c *Client) SystemAPI(audience string) (name string, ok bool) {
	return systemAPI(audience, c.domain, hostOf(c.audience))
}

// Expect says how many objects of the collection the caller is going to read. It may be wrong: a number that is too
// small is ignored as soon as that shows, and one that is too great costs at most twice the calls that listing the
// whole collection takes. If many applications are read, as many client grants are expected at least.
func (c *Client) Expect(collection Collection, objects int) {
	switch collection {
	case CollectionApplications:
		c.Applications.memory.Expect(objects)
	case CollectionClientGrants:
		c.ClientGrants.memory.Expect(max(objects, c.Applications.memory.Count()))
	case CollectionRateLimitPolicies:
		c.RateLimitPolicies.memory.Expect(objects)
	}
}

// Count returns how many objects of the collection the client was asked for or created so far.
func (c *Client) Count(collection Collection) int {
	switch collection {
	case CollectionApplications:
		return c.Applications.memory.Count()
	case CollectionClientGrants:
		return c.ClientGrants.memory.Count()
	case CollectionRateLimitPolicies:
		return c.RateLimitPolicies.memory.Count()
	default:
		return 0
	}
}
