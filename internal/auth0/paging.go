package auth0

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"strconv"
)

// pageSize is the most that the API hands out at once in every collection used here.
const pageSize = 100

// list returns all items of a collection; see each.
func list[T any](ctx context.Context, c *Client, path, key string, query url.Values) ([]T, error) {
	return collect(each[T](ctx, c, path, key, query))
}

// collect returns all items, or the error that is yielded last.
func collect[T any](yielded iter.Seq2[T, error]) ([]T, error) {
	var items []T
	for item, err := range yielded {
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, nil
}

// each yields the items of a collection by checkpoint paging (take and from), the only kind without an upper bound. A
// page is fetched when its first item is due, and an error is the last thing that is yielded. key names the member of
// the answer that holds the items; query narrows the listing.
func each[T any](ctx context.Context, c *Client, path, key string, query url.Values) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		query := maps.Clone(query)
		query.Set("take", strconv.Itoa(pageSize))
		var so cursors
		var none T
		for {
			var answer json.RawMessage
			if err := c.do(ctx, request{method: http.MethodGet, path: path, query: query}, &answer); err != nil {
				yield(none, err)
				return
			}
			batch, next, err := decodePage[T](answer, key)
			if err != nil {
				yield(none, misshapenPage(path, err))
				return
			}
			for _, item := range batch {
				if !yield(item, nil) {
					return
				}
			}
			if next == "" {
				return
			}
			if err := so.follow(next); err != nil {
				yield(none, misshapenPage(path, err))
				return
			}
			query.Set("from", next)
		}
	}
}

// maxPages is how many pages of a listing are fetched, a million objects. What goes on longer does not end.
const maxPages = 10_000

// cursors are the places of a listing that were followed.
type cursors struct{ followed map[string]bool }

// follow reports whether a listing that goes on at next cannot come to an end.
func (c *cursors) follow(next string) error {
	if c.followed[next] {
		return errors.New("the listing does not end: a page that was there already is said to come next")
	}
	if c.followed == nil {
		c.followed = map[string]bool{}
	}
	c.followed[next] = true
	return endless(len(c.followed))
}

// endless reports whether a listing of so many pages that is said to go on is taken to have no end.
func endless(pages int) error {
	if pages >= maxPages {
		return fmt.Errorf("the listing does not end: more than %d pages", maxPages)
	}
	return nil
}

// decodePage reads one page: its items and where the next one starts, which is empty on the last. A page may be
// empty and yet not the last.
func decodePage[T any](answer []byte, key string) (items []T, next string, err error) {
	var page map[string]json.RawMessage
	if err := json.Unmarshal(answer, &page); err != nil {
		return nil, "", fmt.Errorf("the page has an unexpected form: %w", err)
	}
	listed, ok := page[key]
	if !ok {
		return nil, "", fmt.Errorf("the page has no member %q", key)
	}
	if err := json.Unmarshal(listed, &items); err != nil {
		return nil, "", fmt.Errorf("the member %q has an unexpected form: %w", key, err)
	}
	if cursor, ok := page["next"]; ok {
		if err := json.Unmarshal(cursor, &next); err != nil {
			return nil, "", fmt.Errorf("the member %q has an unexpected form: %w", "next", err)
		}
	}
	return items, next, nil
}
