package auth0

import (
	"context"
	"net/http"
	"time"
)

// Config says which tenant to talk to, how to authenticate, and how patiently. Exactly one of ClientSecret,
// ClientAssertionPrivateKey (both with ClientID) and APIToken is needed.
type Config struct {
	// Domain of the tenant, such as example.eu.auth0.com. A scheme may stand before it; http:// is accepted only for
	// loopback addresses.
	Domain string
	// Audience of the Management API; empty means https://{domain}/api/v2/. It differs where Domain is a custom domain.
	Audience string

	ClientID                  string
	ClientSecret              string
	ClientAssertionPrivateKey string // PEM
	ClientAssertionSigningAlg string // RS256 (the default), RS384 or PS256
	APIToken                  string

	// MaxRequestsPerSecond paces all calls of the client together; 0 means no limit of its own.
	MaxRequestsPerSecond float64
	// MaxRetries is how often a call is tried again; 0 means never.
	MaxRetries int
	// RequestTimeout bounds one attempt of one call; 0 means 30 seconds.
	RequestTimeout time.Duration

	UserAgent string
	// HTTPClient carries the requests; nil means a client of the package's own.
	HTTPClient *http.Client
	// Log receives one event per attempt, with everything secret already left out; nil means silence.
	Log func(ctx context.Context, level LogLevel, message string, fields map[string]any)
}

// LogLevel is the importance of a log event.
type LogLevel int

// The log levels, from the least important to the most.
const (
	LogTrace LogLevel = iota
	LogDebug
	LogInfo
	LogWarn
)

// Client calls the Management API of one tenant. It is safe for concurrent use.
type Client struct {
	config   Config
	http     *http.Client
	origin   string // scheme and host, such as https://example.eu.auth0.com
	domain   string
	audience string
	tokens   *tokenSource
}

// New returns a client for the tenant that the configuration names. It makes no request.
func New(config Config) (*Client, error) {
	scheme, host, err := parseDomain(config.Domain)
	if err != nil {
		return nil, err
	}
	c := &Client{config: config, http: config.HTTPClient, origin: scheme + "://" + host, domain: host, audience: config.Audience}
	if c.http == nil {
		c.http = &http.Client{}
	}
	if c.config.RequestTimeout == 0 {
		c.config.RequestTimeout = 30 * time.Second
	}
	if c.audience == "" {
		c.audience = "https://" + host + "/api/v2/"
	}
	c.tokens = &tokenSource{client: c}
	return c, nil
}

// Domain returns the tenant's domain without scheme or path, such as example.eu.auth0.com.
func (c *Client) Domain() string { return c.domain }

// Audience returns the identifier of the Management API that access tokens are asked for.
func (c *Client) Audience() string { return c.audience }
