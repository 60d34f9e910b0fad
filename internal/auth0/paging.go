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
	"slices"
	"strconv"
)

// pageSize is the most that the API hands out at once in every collection used here.
const pageSize = 100

// list returns all items of a collection; see each.
func list[T listed](ctx context.Context, c *Client, path, key string, query url.Values) ([]T, error) {
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
// page is fetched when its first item is due, and an error is the last thing that is yielded. An item that is on two pages
// is yielded once. key names the member of the answer that holds the items; query narrows the listing.
func each[T listed](ctx context.Context, c *Client, path, key string, query url.Values) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		query := maps.Clone(query)
		query.Set("take", strconv.Itoa(pageSize))
		var so cursors
		var none T
		yielded := seen[T]{}
		for {
			found, err := fetchPage[T](ctx, c, path, key, query)
			if err != nil {
				yield(none, err)
				return
			}
			for _, item := range yielded.unseen(found.items) {
				if !yield(item, nil) {
					return
				}
			}
			if found.next == "" {
				return
			}
			if err := so.follow(found.next); err != nil {
				yield(none, misshapenPage(path, err))
				return
			}
			query.Set("from", found.next)
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

// seen is the keys of items that were there already: what is changed meanwhile may move from one page to the next.
type seen[T listed] map[string]bool

// unseen returns those of the items that were not there yet.
func (s seen[T]) unseen(items []T) []T {
	return slices.DeleteFunc(items, func(item T) bool {
		isKnown := s[item.key()]
		s[item.key()] = true
		return isKnown
	})
}

// page is one page of a listing. It may be empty and yet not the last.
type page[T listed] struct {
	items    []T
	nameless int    // how many more there were that have no id
	next     string // where the next one starts, empty on the last
	total    *int   // how many items there are on all pages, nil where it is not told
}

// fetchPage makes the call for one page.
func fetchPage[T listed](ctx context.Context, c *Client, path, key string, query url.Values) (found page[T], err error) {
	err = c.do(ctx, request{method: http.MethodGet, path: path, query: query}, func(answer []byte) (err error) {
		found, err = decodePage[T](answer, key)
		return err
	})
	c.logNameless(ctx, path, found.nameless)
	return found, err
}

// decodePage reads one page. Whatever an item looks like, the others are not the worse for it.
func decodePage[T listed](answer []byte, key string) (page[T], error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(answer, &members); err != nil {
		return page[T]{}, fmt.Errorf("the page has an unexpected form: %w", err)
	}
	encoded, ok := members[key]
	if !ok {
		return page[T]{}, fmt.Errorf("the page has no member %q", key)
	}
	items, err := decodeItems[T](encoded)
	if err != nil {
		return page[T]{}, fmt.Errorf("the member %q has an unexpected form: %w", key, err)
	}
	all := len(items)
	items = slices.DeleteFunc(items, func(item T) bool { return item.key() == "" })
	found := page[T]{items: items, nameless: all - len(items)}
	for name, target := range map[string]any{"next": &found.next, "total": &found.total} {
		if member, ok := members[name]; ok {
			if err := json.Unmarshal(member, target); err != nil {
				return page[T]{}, fmt.Errorf("the member %q has an unexpected form: %w", name, err)
			}
		}
	}
	return found, nil
}

// decodeItems reads the items of a page. One that is no object at all is empty.
func decodeItems[T listed](encoded []byte) ([]T, error) {
	var items []T
	if json.Unmarshal(encoded, &items) == nil {
		return items, nil
	}
	var each []json.RawMessage
	if err := json.Unmarshal(encoded, &each); err != nil {
		return nil, err
	}
	items = make([]T, len(each))
	for i, one := range each {
		if decode(one, &items[i]) != nil {
			var none T
			items[i] = none
		}
	}
	return items, nil
}
