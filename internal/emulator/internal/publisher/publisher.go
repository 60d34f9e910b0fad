// Package publisher fetches client ID metadata documents (CIMD) and the keys that they name. It reaches only loopback
// addresses, so each https host must be mapped to one.
package publisher

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// The largest sizes that are read, in bytes.
const (
	maxDocument = 5 << 10
	maxKeys     = 12 << 10
)

// defaultTimeout is how long a publisher may take.
//
// Assumption: Auth0 waits about as long.
const defaultTimeout = 5 * time.Second

// Publishers are the hosts that documents can be fetched from.
type Publishers struct {
	hosts   map[string]string // loopback addresses, by host
	client  *http.Client
	timeout time.Duration
}

// New returns the publishers. hosts maps each host to a loopback address and port. A nil transport connects to these,
// and timeout 0 is the default.
func New(hosts map[string]string, transport http.RoundTripper, timeout time.Duration) (*Publishers, error) {
	p := &Publishers{hosts: map[string]string{}, timeout: timeout}
	if p.timeout == 0 {
		p.timeout = defaultTimeout
	}
	for host, address := range hosts {
		if _, port, found := strings.Cut(address, ":"); !found || port == "" || !tenant.IsLoopback(address) {
			return nil, fmt.Errorf("documents of %q can be fetched only from a loopback address with a port, not from %q",
				host, address)
		}
		p.hosts[strings.ToLower(host)] = address
	}
	if transport == nil {
		transport = &http.Transport{DisableKeepAlives: true}
	}
	p.client = &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return p, nil
}

// Document is a fetched document with its keys, or the reasons why they could not be fetched.
type Document struct {
	Metadata object.Object
	Failure  string // why there is no metadata
	Keys     object.Object
	KeysFail string // why the keys that the metadata names could not be fetched
}

// Fetch fetches the document at the URL, and the keys that it names, if these are on the same origin. Documents of the
// tenant (documents in its seed) take precedence.
func (p *Publishers) Fetch(
	ctx context.Context, documentAt string, ofTenant func(at string) object.Object,
) *Document {
	found := &Document{}
	get := func(at string, limit int) (object.Object, error) {
		if seeded := ofTenant(at); seeded != nil {
			encoded, err := json.Marshal(seeded)
			return seeded, errors.Join(err, checkSize(encoded, limit))
		}
		return p.get(ctx, at, limit)
	}
	var err error
	if found.Metadata, err = get(documentAt, maxDocument); err != nil {
		found.Failure = err.Error()
		return found
	}
	keysAt := object.Text(found.Metadata, "jwks_uri")
	if keysAt == "" || !SameOrigin(keysAt, documentAt) {
		return found
	}
	if found.Keys, err = get(keysAt, maxKeys); err != nil {
		found.KeysFail = err.Error()
	}
	return found
}

// SameOrigin reports whether two URLs have one scheme, host and port.
func SameOrigin(a, b string) bool {
	first, err := url.Parse(a)
	second, other := url.Parse(b)
	return err == nil && other == nil && first.Scheme == second.Scheme && strings.EqualFold(first.Host, second.Host)
}

// get fetches one JSON object. It ignores the content type.
//
// Assumption: the wording of every failure.
func (p *Publishers) get(ctx context.Context, at string, limit int) (object.Object, error) {
	target, err := url.Parse(at)
	if err != nil {
		return nil, errors.New("it is not a URL")
	}
	host := strings.ToLower(target.Host)
	address, mapped := p.hosts[host]
	if !mapped {
		return nil, fmt.Errorf("the emulator fetches from loopback only: the seed has no such document, and "+
			"--document-host maps no address to %s", host)
	}
	target.Scheme, target.Host = "http", address
	ctx, cancel := context.WithTimeout(ctx, p.timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Host = host
	request.Header.Set("Accept", "application/json")
	response, err := p.client.Do(request)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("%s did not answer within %s", host, p.timeout)
	case err != nil:
		return nil, fmt.Errorf("%s could not be reached", host)
	}
	defer func() { _ = response.Body.Close() }()
	switch {
	case response.StatusCode >= 300 && response.StatusCode < 400:
		return nil, errors.New("redirects are not followed")
	case response.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("the server responded with status %d", response.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, int64(limit)+1))
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("%s did not answer within %s", host, p.timeout)
	case err != nil:
		return nil, fmt.Errorf("the answer of %s broke off", host)
	}
	if err := checkSize(body, limit); err != nil {
		return nil, err
	}
	var found object.Object
	if json.Unmarshal(body, &found) != nil || found == nil {
		return nil, errors.New("the response is not a JSON object")
	}
	return found, nil
}

func checkSize(body []byte, limit int) error {
	if len(body) > limit {
		return fmt.Errorf("the response exceeds the maximum size of %d bytes", limit)
	}
	return nil
}
