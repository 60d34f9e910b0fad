package auth0

import (
	"context"
	"net/url"
	"strconv"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// census is which third-party applications there were before the first creation.
type census struct {
	total int
	last  []string // client ids, in order of creation: of all, or those on the last page
}

// maxCensuses is how often a census is attempted that fails for a reason that may pass. After that, no application is
// created by this client.
const maxCensuses = 2

// takeCensus returns which third-party applications there were before the first creation. It takes one call, or a few
// where there are more than fit on a page. Whoever waits for it shares what it comes to.
func (c *Client) takeCensus(ctx context.Context) (*census, error) {
	s := c.creations
	select {
	case s.taking <- struct{}{}:
		defer func() { <-s.taking }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if counted, failed := s.counted(); counted != nil || failed != nil {
		return counted, failed
	}
	var counted *census
	var err error
	for range maxCensuses {
		if counted, err = c.count(ctx); err == nil || call.IsRefusal(err) || ctx.Err() != nil {
			break
		}
	}
	if ctx.Err() == nil { // that one caller gives up says nothing to the others
		s.mu.Lock()
		s.census, s.failed = counted, err
		s.mu.Unlock()
	}
	return counted, err
}

func (s *creations) counted() (*census, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.census, s.failed
}

// count makes the calls. The total that a page tells leads to the last page; which one is the last, the pages themselves
// show.
func (c *Client) count(ctx context.Context) (*census, error) {
	number := 0
	last, err := c.thirdPartyPage(ctx, number, "client_id")
	if err == nil && tells(last) > call.PageSize {
		number = (tells(last) - 1) / call.PageSize
		last, err = c.thirdPartyPage(ctx, number, "client_id")
	}
	for err == nil && last.Length() >= call.PageSize {
		var next wire.Page[listedApplication]
		if next, err = c.thirdPartyPage(ctx, number+1, "client_id"); next.Length() == 0 {
			break
		}
		last, number = next, number+1
	}
	for err == nil && last.Length() == 0 && number > 0 {
		number--
		last, err = c.thirdPartyPage(ctx, number, "client_id")
	}
	if err != nil {
		return nil, err
	}
	counted := &census{total: number*call.PageSize + last.Length()}
	for _, item := range last.Items {
		counted.last = append(counted.last, item.ClientID)
	}
	return counted, nil
}

// tells is how many items there are on all pages, as far as the page tells.
func tells[T wire.Item](p wire.Page[T]) int {
	if p.Total == nil {
		return 0
	}
	return *p.Total
}

// thirdPartyPage fetches one page of third-party applications in order of creation, counted from 0, with the given fields,
// all but the secrets where none are given.
func (c *Client) thirdPartyPage(ctx context.Context, number int, fields string) (wire.Page[listedApplication], error) {
	query := withoutSecrets()
	if fields != "" {
		query = url.Values{"fields": {fields}, "include_fields": {"true"}}
	}
	query.Set("is_first_party", "false")
	query.Set("include_totals", "true")
	query.Set("page", strconv.Itoa(number))
	query.Set("per_page", strconv.Itoa(call.PageSize))
	return call.FetchPage[listedApplication](ctx, c.caller, call.PathTo("clients"), "clients", query)
}
