package auth0

import (
	"context"
	"math"
	"net/http"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

const defaultRequestTimeout = 30 * time.Second

// Config says which tenant to talk to, how to authenticate, and how patiently. Exactly one of ClientSecret,
// ClientAssertionPrivateKey (both with ClientID) and APIToken is needed.
type Config struct {
	// Domain of the tenant, such as example.eu.auth0.com. A scheme may stand before it and a slash behind it;
	// http:// is accepted only for loopback addresses.
	Domain string
	// Audience of the Management API; empty means https://{domain}/api/v2/. It differs where Domain is a custom domain.
	Audience string

	ClientID                  string
	ClientSecret              string
	ClientAssertionPrivateKey string // RSA, PEM (PKCS#1 or PKCS#8), 2048 bits or more
	ClientAssertionSigningAlg string // RS256 (the default), RS384 or PS256
	APIToken                  string

	// MaxRequestsPerSecond paces all calls of the client together, evenly; 0 means no limit of its own.
	MaxRequestsPerSecond float64
	// MaxRetries is how often a call is tried again; 0 means never.
	MaxRetries int
	// RequestTimeout bounds one attempt of one call, from connecting to the end of the answer; 0 means 30 seconds.
	RequestTimeout time.Duration

	// ReadOnly refuses every call that would change the tenant, before anything is sent.
	ReadOnly bool

	UserAgent string
	// Names says what whoever configures the client calls a member, such as AUTH0_DOMAIN for "Domain". Messages name a member
	// that is not in it as it is called here.
	Names map[string]string
	// HTTPClient carries the requests; nil means a client of the package's own. Redirects are never followed.
	HTTPClient *http.Client
	// Log receives an event per attempt and per wait, with everything secret already left out; nil means silence.
	// Bodies come in events of their own, at LogTrace, reduced to members known to be harmless.
	Log func(ctx context.Context, level LogLevel, message string, fields map[string]any)
}

// LogLevel is the importance of a log event.
type LogLevel = call.LogLevel

// The log levels, from the least important to the most.
const (
	LogTrace = call.LogTrace
	LogDebug = call.LogDebug
	LogInfo  = call.LogInfo
	LogWarn  = call.LogWarn
)

// ConfigError says what is wrong with one member of a [Config].
type ConfigError struct {
	Member  string // name of the member of Config, such as "Domain"
	Problem string // what is wrong with it and what to give instead; never holds a secret
}

// Error names the member and its problem.
func (e *ConfigError) Error() string { return e.Member + ": " + e.Problem }

// check reports the first thing wrong with the members that can be judged alone.
func (config *Config) check() error {
	switch {
	case config.MaxRequestsPerSecond < 0, math.IsNaN(config.MaxRequestsPerSecond), math.IsInf(config.MaxRequestsPerSecond, 0):
		return &ConfigError{"MaxRequestsPerSecond", "must be a number that is finite and not negative"}
	case config.MaxRetries < 0:
		return &ConfigError{"MaxRetries", "must not be negative"}
	case config.RequestTimeout < 0:
		return &ConfigError{"RequestTimeout", "must not be negative"}
	}
	if err := config.checkCredentials(); err != nil {
		return err
	}
	return config.checkValues()
}

// name returns what whoever configured the client calls a member.
func (config *Config) name(member string) string {
	if name := config.Names[member]; name != "" {
		return name
	}
	return member
}

// checkCredentials makes sure that there is exactly one complete way to authenticate.
func (config *Config) checkCredentials() error {
	secret, key, token := config.ClientSecret != "", config.ClientAssertionPrivateKey != "", config.APIToken != ""
	switch {
	case token && secret:
		return &ConfigError{"APIToken", "cannot be combined with ClientSecret"}
	case token && key:
		return &ConfigError{"APIToken", "cannot be combined with ClientAssertionPrivateKey"}
	case secret && key:
		return &ConfigError{"ClientSecret", "cannot be combined with ClientAssertionPrivateKey"}
	case !token && !secret && !key:
		return &ConfigError{"ClientSecret", "one of ClientSecret, ClientAssertionPrivateKey and APIToken is needed"}
	case !token && config.ClientID == "":
		return &ConfigError{"ClientID", "is needed to authenticate with ClientSecret or ClientAssertionPrivateKey"}
	}
	return nil
}
