package auth0

import (
	"net/http"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/pace"
)

// Client calls the Management API of one tenant. It is safe for concurrent use.
type Client struct {
	config Config
	caller *call.Caller
	collections
	creations *creations
	knownAPIs *knownAPIs
	causes    causes

	isUnavailable bool // see NewUnavailable

	domain   string
	audience string
	tenant   string // see Tenant
}

// New returns a client for the tenant that the configuration names. It makes no request: wrong credentials show with
// [Client.SignIn] or the first call. What is wrong with the configuration itself is a [*ConfigError].
func New(config Config) (*Client, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	origin, host, err := parseDomain(config.Domain)
	if err != nil {
		return nil, err
	}
	if config.RequestTimeout == 0 {
		config.RequestTimeout = defaultRequestTimeout
	}
	c := &Client{
		config:    config,
		domain:    host,
		audience:  config.Audience,
		creations: newCreations(),
		knownAPIs: newKnownAPIs(),
	}
	if c.audience == "" {
		c.audience = "https://" + host + "/api/v2/"
	}
	c.tenant = tenantOf(config, c.audience, host)
	if c.caller, err = c.newCaller(origin); err != nil {
		return nil, err
	}
	c.collections = newCollections(c)
	return c, nil
}

// newCaller returns what makes the client's calls.
func (c *Client) newCaller(origin string) (*call.Caller, error) {
	credentials, err := credentialsOf(c.config, origin, c.audience)
	if err != nil {
		return nil, err
	}
	client := c.config.HTTPClient
	if client == nil {
		client = &http.Client{Transport: newTransport()}
	}
	return call.New(call.Config{
		Origin:      origin,
		Credentials: credentials,
		HTTPClient:  client,
		UserAgent:   c.config.UserAgent,
		Pacer:       pace.New(c.config.MaxRequestsPerSecond),
		MaxRetries:  c.config.MaxRetries,
		Timeout:     c.config.RequestTimeout,
		Log:         c.config.Log,
		Refuse:      c.refuse,
		Explain:     c.explain,
	}), nil
}

// NewUnavailable returns a client of which every call ends in reason, for callers who cannot configure one yet.
func NewUnavailable(reason error) *Client {
	c := &Client{isUnavailable: true, creations: newCreations(), knownAPIs: newKnownAPIs()}
	c.caller = call.New(call.Config{HTTPClient: &http.Client{}, Refuse: func(string, string) error { return reason }})
	c.collections = newCollections(c)
	return c
}

// IsAvailable reports whether the client can make calls, which one of NewUnavailable cannot.
func (c *Client) IsAvailable() bool { return !c.isUnavailable }

// IsReadOnly reports whether the client refuses every call that would change the tenant.
func (c *Client) IsReadOnly() bool { return c.config.ReadOnly }

// Domain returns the tenant's domain without scheme or path, such as example.eu.auth0.com.
func (c *Client) Domain() string { return c.domain }

// Audience returns the identifier of the Management API that access tokens are asked for.
func (c *Client) Audience() string { return c.audience }

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
