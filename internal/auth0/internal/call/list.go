package call

import (
	"context"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// List returns all items of a collection; see [Each].
func List[T wire.Item](ctx context.Context, c *Caller, path, key string, query url.Values) ([]T, error) {
	return Collect(Each[T](ctx, c, path, key, query))
}

// Collect returns all items, or the error that is yielded last.
func Collect[T any](yielded iter.Seq2[T, error]) ([]T, error) {
	var items []T
	for item, err := range yielded {
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, nil
}

// Each yields the items of a collection by checkpoint paging (take and from), the only kind without an upper bound. A
// page is fetched when its first item is due, and an error is the last thing that is yielded. An item that is on two
// pages is yielded once. key names the member of the answer that holds the items; query narrows the listing.
func Each[T wire.Item](ctx context.Context, c *Caller, path, key string, query url.Values) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		query := maps.Clone(query)
		query.Set("take", strconv.Itoa(PageSize))
		var so cursors
		var none T
		yielded := seen[T]{}
		for {
			found, err := FetchPage[T](ctx, c, path, key, query)
			if err != nil {
				yield(none, err)
				return
			}
			for _, item := range yielded.unseen(found.Items) {
				if !yield(item, nil) {
					return
				}
			}
			if found.Next == "" {
				return
			}
			if err := so.follow(found.Next); err != nil {
				yield(none, ReadError(http.StatusOK, path, err))
				return
			}
			query.Set("from", found.Next)
		}
	}
}

// ListByNumber returns all items of a collection that knows no other kind of paging. If pages may lack items, because
// the collection changed or the totals are wrong, it is listed again.
func ListByNumber[T wire.Item](
	ctx context.Context, c *Caller, path, key string, query url.Values,
) (all []T, err error) {
	for range maxListings {
		pages := NewNumbered[T](c, path, key, query)
		known := seen[T]{}
		all = nil
		for left := 1; left > 0 || pages.isOpen; {
			var items []T
			if items, left, err = pages.Next(ctx); err != nil {
				return nil, err
			}
			items = known.unseen(items)
			if len(items) == 0 {
				break
			}
			all = append(all, items...)
		}
		if pages.IsWhole() {
			break
		}
	}
	return all, nil
}

// ListUnpaged returns all items of a collection that the API does not page.
func ListUnpaged[T wire.Item](ctx context.Context, c *Caller, path string) ([]T, error) {
	var found wire.Page[T]
	err := c.Do(ctx, Request{Method: http.MethodGet, Path: path}, func(answer []byte) (err error) {
		found, err = wire.DecodeList[T](answer)
		return err
	})
	c.sender.log.nameless(ctx, Path(path), found.Nameless)
	if err != nil {
		return nil, err
	}
	return seen[T]{}.unseen(found.Items), nil
}

// seen is the keys of items that were there already: what is changed meanwhile may move from one page to the next.
type seen[T wire.Item] map[string]bool

// unseen returns those of the items that were not there yet.
func (s seen[T]) unseen(items []T) []T {
	return slices.DeleteFunc(items, func(item T) bool {
		isKnown := s[item.Key()]
		s[item.Key()] = true
		return isKnown
	})
}
