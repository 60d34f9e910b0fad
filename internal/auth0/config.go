package auth0

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

const defaultRequestTimeout = 30 * time.Second

// Config says which tenant to talk to, how to authenticate, and how patiently. Exactly one of ClientSecret,
// ClientAssertionPrivateKey (both with ClientID) and APIToken is needed.
type Config struct {
	// Domain of the tenant, such as example.eu.auth0.com. A scheme may stand before it and a slash behind it;
	// http:// is accepted only for loopback addresses.
	Domain string
	// Audience of the Management API; empty means https://{domain}/api/v2/. It differs if Domain is a custom domain.
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
	// Names says what whoever configures the client calls a member, such as AUTH0_DOMAIN for "Domain". Messages name a
	// member that is not in it as it is called here.
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
	case config.MaxRequestsPerSecond < 0,
		math.IsNaN(config.MaxRequestsPerSecond),
		math.IsInf(config.MaxRequestsPerSecond, 0):
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

// managementAPI is how the identifier of every tenant's Management API ends.
const managementAPI = "/api/v2/"

// checkValues refuses values that cannot be what they should be. Problems show those that are no secret.
func (config *Config) checkValues() error {
	for _, one := range []struct {
		member, value string
		isSecret      bool
	}{
		{"Domain", config.Domain, false},
		{"Audience", config.Audience, false},
		{"ClientID", config.ClientID, false},
		{"ClientSecret", config.ClientSecret, true},
		{"APIToken", config.APIToken, true},
	} {
		found := foreignCharacter(one.value)
		switch {
		case found == "":
		case one.isSecret:
			return &ConfigError{one.member, "holds " + found + "; remove it"}
		default:
			return &ConfigError{one.member, about(one.value, "holds "+found+"; remove it")}
		}
	}
	if strings.ContainsFunc(config.APIToken, func(r rune) bool { return r > unicode.MaxASCII }) {
		return &ConfigError{"APIToken", "holds a character that a token, which travels in a header, cannot have"}
	}
	if config.Audience != "" && !strings.HasSuffix(config.Audience, managementAPI) {
		return &ConfigError{
			"Audience",
			about(config.Audience, "is not a Management API's: that is https://TENANT.REGION.auth0.com/api/v2/, with a "+
				"slash at its end; leave it out unless the domain is a custom one"),
		}
	}
	if expiry := expiryOf(config.APIToken); !expiry.IsZero() && time.Now().After(expiry) {
		return &ConfigError{
			"APIToken",
			fmt.Sprintf(
				"is a token that expired at %s, by the clock of this machine; get a new one", expiry.UTC().Format(time.RFC3339),
			),
		}
	}
	return nil
}

// about returns what is wrong with a value, with the value unless it may hold a password.
func about(value, problem string) string {
	if strings.Contains(value, "@") {
		return problem
	}
	return fmt.Sprintf("is %q, which %s", value, problem)
}

// foreignCharacter names the first blank or unprintable character, which no domain, identifier, secret or token has,
// and a file or a shell may have left there. It is empty if there is none.
func foreignCharacter(value string) string {
	i := strings.IndexFunc(value, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) })
	if i < 0 {
		return ""
	}
	switch r := []rune(value[i:])[0]; r {
	case '\n':
		return "a line break"
	case '\r':
		return "a carriage return"
	case '\t':
		return "a tab"
	case ' ':
		return "a blank"
	default:
		return fmt.Sprintf("the character %U", r)
	}
}

// quotedSecret is a remark about a client secret that has quotation marks around it.
func (config *Config) quotedSecret() string {
	secret := config.ClientSecret
	if len(secret) > 1 && secret[0] == secret[len(secret)-1] && strings.ContainsRune(`"'`, rune(secret[0])) {
		return ", and remove the quotation marks around the secret"
	}
	return ""
}

// shownClientID returns the client id in quotes. One that is too long may be the secret, given in its place.
func (config *Config) shownClientID() string {
	const longest = 40 // Auth0's have 32 characters, and its secrets 64
	if len(config.ClientID) > longest {
		return fmt.Sprintf("of %d characters, which may be a secret and is not shown", len(config.ClientID))
	}
	return strconv.Quote(config.ClientID)
}

// expiryOf returns when an access token expires, the zero time if it does not say.
func expiryOf(token string) time.Time {
	var claims struct {
		Expiry int64 `json:"exp"`
	}
	if json.Unmarshal(call.Payload(token), &claims) != nil || claims.Expiry == 0 {
		return time.Time{}
	}
	return time.Unix(claims.Expiry, 0)
}

// audiencesOf returns the audiences of an access token.
func audiencesOf(token string) []string {
	payload := call.Payload(token)
	var one struct {
		Audience string `json:"aud"`
	}
	if json.Unmarshal(payload, &one) == nil {
		return []string{one.Audience}
	}
	var several struct {
		Audiences []string `json:"aud"`
	}
	if json.Unmarshal(payload, &several) != nil {
		return nil
	}
	return several.Audiences
}

// hostName is the shape of a DNS name in lower case. The API and its certificates know no other characters.
var hostName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$`)

// parseDomain reads a configured domain: a host with an optional port, scheme and trailing slash. It returns the
// origin to send requests to (https://example.eu.auth0.com) and the host with its port. Problems never repeat user
// information, which may be a password.
func parseDomain(domain string) (origin, host string, err error) {
	refuse := func(format string, args ...any) (string, string, error) {
		return "", "", &ConfigError{"Domain", fmt.Sprintf(format, args...)}
	}
	if domain == "" {
		return refuse("is empty; give the tenant's domain, such as example.eu.auth0.com")
	}
	noDomain := about(domain, "is not a domain; give the tenant's, such as example.eu.auth0.com")
	text := domain
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	parsed, err := url.Parse(text)
	if err != nil {
		return refuse("%s", noDomain)
	}
	name, host := strings.ToLower(parsed.Hostname()), strings.ToLower(parsed.Host)
	address, notAddress := netip.ParseAddr(name)
	switch {
	case parsed.User != nil:
		return refuse("must not hold a user name or password; give the domain alone")
	case notAddress != nil && !hostName.MatchString(name),
		notAddress == nil && address.Zone() != "",
		strings.HasSuffix(host, ":"):
		return refuse("%s", noDomain)
	case name == "manage.auth0.com":
		return refuse("is the address of Auth0's Dashboard; give the tenant's domain, such as example.eu.auth0.com")
	case parsed.Path != "" && parsed.Path != "/":
		return refuse("must not hold a path; give %s alone", host)
	case parsed.RawQuery != "" || parsed.ForceQuery || strings.Contains(text, "#"):
		return refuse("must not hold a query or fragment; give %s alone", host)
	case parsed.Scheme == "https":
	case parsed.Scheme != "http":
		return refuse("has the scheme %s; give %s alone, which means https", parsed.Scheme, host)
	case name != "localhost" && !address.IsLoopback():
		return refuse(
			"must be reached over https; plain http is accepted only for loopback addresses such as 127.0.0.1, and %s is none",
			host,
		)
	}
	return parsed.Scheme + "://" + host, host, nil
}

// tenantOf returns the tenant's own domain. A ready token names the Management API itself; otherwise the audience does
// that tokens are asked for.
func tenantOf(config Config, audience, domain string) string {
	for _, identifier := range append(audiencesOf(config.APIToken), audience) {
		parsed, err := url.Parse(identifier)
		if err == nil && parsed.Host != "" && parsed.Path == "/api/v2/" {
			return strings.ToLower(parsed.Host)
		}
	}
	return domain
}

func hostOf(rawURL string) string {
	parsed, err := url.Parse(rawURL)
	if err != nil {
		return ""
	}
	return parsed.Host
}
