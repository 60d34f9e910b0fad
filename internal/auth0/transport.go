package auth0

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// apiPath is where the Management API begins in every tenant.
const apiPath = "/api/v2"

// request is one call of the Management API.
type request struct {
	method string
	path   string // below apiPath, as pathTo makes it
	query  url.Values
	body   any // nil for none

	// repeatable says of a POST that making the call twice does no harm; where it is set, it is said why.
	repeatable bool
}

// isRepeatable reports whether making the call twice does no harm, so that it may be made again when it is not known
// whether it was acted on. Reading and deleting are. So is every PATCH of this API: its body says what the members shall
// be, not what to add to them, so the same body once more leaves the object as it is. That holds for lists of credentials
// too, which a PATCH refers to by id. A POST makes something anew each time, unless it says otherwise.
func (r request) isRepeatable() bool { return r.method != http.MethodPost || r.repeatable }

// pathTo returns the path with the given elements, escaping each.
func pathTo(elements ...string) string {
	var path strings.Builder
	for _, element := range elements {
		path.WriteString("/" + url.PathEscape(element))
	}
	return path.String()
}

// call makes the call and returns the object that the answer holds, as far as it can be decoded. isIt tells whether that is
// the object that was asked for or made: an empty one, or another one, is as good as no answer.
func call[T any](ctx context.Context, c *Client, r request, isIt func(T) bool) (*T, error) {
	var object T
	err := c.do(ctx, r, func(answer []byte) error {
		object = *new(T)
		if err := decode(answer, &object); err != nil || !isIt(object) {
			return errOtherObject
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &object, nil
}

// hasKey returns what tells an object with the key.
func hasKey[T listed](key string) func(T) bool {
	return func(object T) bool { return object.key() == key }
}

// errOtherObject is why an answer in JSON is not believed.
var errOtherObject = errors.New("the answer does not show the object that the call is about")

// do makes the call and has take take over the answer; see exchange. A call whose token the API refuses is made once more
// with a new one: the token may have been revoked, or the tenant's signing key replaced.
func (c *Client) do(ctx context.Context, r request, take func([]byte) error) error {
	switch {
	case c.unavailable != nil:
		return c.unavailable
	case c.config.ReadOnly && r.method != http.MethodGet:
		return c.readOnly(r.method, r.path)
	}
	target, err := c.target(r)
	if err != nil {
		return fmt.Errorf("%s %s: %w", r.method, r.path, err)
	}
	var body []byte
	if r.body != nil {
		if body, err = json.Marshal(r.body); err != nil {
			return fmt.Errorf("%s %s: encode body: %w", r.method, r.path, err)
		}
	}
	isUnknown := false
	for renewed := false; ; renewed = true {
		token, err := c.tokens.get(ctx)
		if err != nil {
			return err
		}
		x := c.exchangeOf(r, target, token, body, take)
		x.unknown = isUnknown
		err = x.run(ctx)
		isUnknown = x.unknown
		if renewed || !hasStatus(err, http.StatusUnauthorized) || !c.tokens.drop(token) {
			return c.shared(err)
		}
	}
}

// target returns the address of a request. An empty or dotted element would address another object, or all of them.
func (c *Client) target(r request) (*url.URL, error) {
	elements := strings.Split(strings.TrimPrefix(r.path, "/"), "/")
	if slices.ContainsFunc(elements, func(e string) bool { return e == "" || e == "." || e == ".." }) {
		return nil, errors.New("an identifier is empty or consists of dots")
	}
	target, err := url.Parse(c.origin + apiPath + r.path)
	if err != nil {
		return nil, err
	}
	target.RawQuery = r.query.Encode()
	return target, nil
}

// exchangeOf returns the call with one token.
func (c *Client) exchangeOf(r request, target *url.URL, token string, body []byte, take func([]byte) error) *exchange {
	x := &exchange{
		client:     c,
		method:     r.method,
		url:        target,
		header:     http.Header{"Accept": {"application/json"}, "Authorization": {"Bearer " + token}},
		take:       take,
		write:      r.method != http.MethodGet,
		repeatable: r.isRepeatable(),
	}
	if body != nil {
		x.header.Set("Content-Type", "application/json")
		x.body = func() ([]byte, error) { return body, nil }
	}
	return x
}
