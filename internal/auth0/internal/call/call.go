// Package call makes single calls of the Management API.
//
// [Caller.Do] makes one: it builds the address and the body, gets an access token (token.go), and runs an exchange
// (exchange.go) of as many attempts as are worth making. Each attempt waits for its turn in package pace. [One] decodes
// the object that an answer shows, and list.go and pager.go fetch listings page by page. A failure is an [*Error]
// (error.go); answer.go reads what the API, or something in front of it, answered instead of what was asked for.
//
// Secrets do not leave the package: package mask masks whatever somebody else wrote before it is logged (log.go) or
// becomes part of an error.
package call

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/mask"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/pace"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// Config says whom to call, with what credentials, and how patiently.
type Config struct {
	Origin      string // scheme and host, such as https://example.eu.auth0.com
	Credentials Credentials
	HTTPClient  *http.Client // redirects are never followed
	UserAgent   string
	Pacer       *pace.Pacer
	MaxRetries  int           // how often a call is tried again
	Timeout     time.Duration // of one attempt
	Log         Log           // nil for silence

	// Refuse says why a call is not to be sent at all; nil, or a nil error, lets it pass.
	Refuse func(isRead bool, method, path string) error
	// Explain may replace the error of a call by one that says more.
	Explain func(*Error) error
}

// Caller makes calls of one tenant. It is safe for concurrent use.
type Caller struct {
	config Config
	header http.Header // of every request
	sender *sender
	tokens *tokens
}

// New returns a caller. It makes no request.
func New(config Config) *Caller {
	masker := mask.New(config.Credentials.ClientSecret, config.Credentials.APIToken)
	client := *config.HTTPClient
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c := &Caller{
		config: config,
		header: http.Header{},
		tokens: &tokens{token: config.Credentials.APIToken},
		sender: &sender{
			http: &client, pacer: config.Pacer, mask: masker, log: logger{config.Log, masker},
			maxRetries: config.MaxRetries, timeout: config.Timeout,
		},
	}
	if config.UserAgent != "" {
		c.header.Set("User-Agent", config.UserAgent)
	}
	if config.Credentials.APIToken == "" {
		c.tokens.fetch = c.fetchToken
	}
	return c
}

// Origin returns the scheme and host of the tenant.
func (c *Caller) Origin() string { return c.config.Origin }

func (c *Caller) fetchToken(ctx context.Context) (granted, error) {
	answer, err := fetchToken(ctx, c.sender, c.config.Origin, c.header, c.config.Credentials)
	c.sender.mask.Add(answer.AccessToken)
	return answer, c.explain(err)
}

// Now returns the time of the tenant by its latest answer, and the time of this machine as long as there is none.
func (c *Caller) Now() time.Time { return time.Now().Add(time.Duration(c.sender.clock.ahead.Load())) }

// SignIn gets the access token that calls will use.
func (c *Caller) SignIn(ctx context.Context) error {
	_, err := c.tokens.get(ctx)
	return err
}

// Request is one call of the Management API.
type Request struct {
	Method string
	Path   string // below the API, as PathTo makes it
	Query  url.Values
	Body   any // nil for none

	// Repeatable reports that making a POST twice does no harm; whoever sets it says why.
	Repeatable bool
	// Reads reports that a POST changes nothing, so that it is made and repeated as a read is.
	Reads bool
}

// isRead reports whether the call changes nothing.
func (r Request) isRead() bool { return r.Method == http.MethodGet || r.Reads }

// isRepeatable reports whether making the call twice does no harm, so that it may be made again when it is not known
// whether it was acted on. Reading and deleting are. So is every PATCH of this API: its body says what the members
// shall be, not what to add to them, so the same body once more leaves the object as it is. That holds for lists of
// credentials too, which a PATCH refers to by id. A POST makes something anew each time, unless it says otherwise.
func (r Request) isRepeatable() bool { return r.Method != http.MethodPost || r.Repeatable || r.Reads }

// PathTo returns the path with the given elements, escaping each.
func PathTo(elements ...string) string {
	var path strings.Builder
	for _, element := range elements {
		path.WriteString("/" + url.PathEscape(element))
	}
	return path.String()
}

// One makes the call and returns the object that the answer holds, as far as it can be decoded. isIt reports whether
// that is the object that was asked for or made: an empty one, or another one, is as good as no answer.
func One[T any](ctx context.Context, c *Caller, r Request, isIt func(T) bool) (*T, error) {
	var object T
	err := c.Do(ctx, r, func(answer []byte) error {
		object = *new(T)
		if err := wire.Decode(answer, &object); err != nil || !isIt(object) {
			return errors.New("the answer does not show the object that the call is about")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &object, nil
}

// HasKey returns what reports whether an object has the key.
func HasKey[T wire.Item](key string) func(T) bool {
	return func(object T) bool { return object.Key() == key }
}

// Do makes the call and hands the answer to take, which accepts it or says why it cannot be one. A call whose token the
// API refuses is made once more with a new one: the token may have been revoked, or the tenant's signing key replaced.
func (c *Caller) Do(ctx context.Context, r Request, take func([]byte) error) error {
	if c.config.Refuse != nil {
		if err := c.config.Refuse(r.isRead(), r.Method, r.Path); err != nil {
			return err
		}
	}
	target, err := c.target(r)
	if err != nil {
		return fmt.Errorf("%s %s: %w", r.Method, r.Path, err)
	}
	var body []byte
	if r.Body != nil {
		if body, err = json.Marshal(r.Body); err != nil {
			return fmt.Errorf("%s %s: encode body: %w", r.Method, r.Path, err)
		}
	}
	isUnknown := false
	for renewed := false; ; renewed = true {
		token, err := c.tokens.get(ctx)
		if err != nil {
			return err
		}
		x := c.exchange(r, target, token, body, take)
		x.unknown = isUnknown
		err = x.run(ctx)
		if err == nil {
			return nil
		}
		isUnknown = x.unknown
		if renewed || !hasStatus(err, http.StatusUnauthorized) || !c.tokens.drop(token) {
			return c.explain(err)
		}
	}
}

func (c *Caller) explain(err error) error {
	if e, ok := errors.AsType[*Error](err); ok && c.config.Explain != nil {
		return c.config.Explain(e)
	}
	return err
}

// target returns the address of a request. An empty or dotted element would address another object, or all of them.
func (c *Caller) target(r Request) (*url.URL, error) {
	elements := strings.Split(strings.TrimPrefix(r.Path, "/"), "/")
	if slices.ContainsFunc(elements, func(e string) bool { return e == "" || e == "." || e == ".." }) {
		return nil, errors.New("an identifier is empty or consists of dots")
	}
	target, err := url.Parse(c.config.Origin + apiPath + r.Path)
	if err != nil {
		return nil, err
	}
	target.RawQuery = r.Query.Encode()
	return target, nil
}

// exchange returns the call with one token.
func (c *Caller) exchange(r Request, target *url.URL, token string, body []byte, take func([]byte) error) *exchange {
	x := &exchange{
		sender:     c.sender,
		method:     r.Method,
		url:        target,
		header:     c.header.Clone(),
		take:       take,
		write:      !r.isRead(),
		repeatable: r.isRepeatable(),
	}
	x.header.Set("Accept", "application/json")
	x.header.Set("Authorization", "Bearer "+token)
	if body != nil {
		x.header.Set("Content-Type", "application/json")
		x.body = func() ([]byte, error) { return body, nil }
	}
	return x
}

// Path returns the path of a request in the tenant, as errors and logs show it.
func Path(path string) string { return apiPath + path }

// ReadError returns the error of a read of what is at a path: with the status 200 of an answer that cannot be right, or
// with 0 of no answer.
func ReadError(status int, path string, err error) *Error {
	return &Error{StatusCode: status, Method: http.MethodGet, Path: apiPath + path, Err: err}
}

// Interrupted returns the error of a read of what is at a path that ended with its context.
func Interrupted(path string, cause error) error { return ReadError(0, path, cause) }
