package auth0

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
)

// pager fetches the next page of a listing. It returns the items and how many pages are left, and none the first time
// there is none. After an error the same page is fetched again.
type pager[T any] func(ctx context.Context) (items []T, left int, err error)

// byNumber pages by number, which is the kind of paging that tells how long the listing is. key names the member of
// the answer that holds the items.
func byNumber[T listed](c *Client, path, key string, query url.Values) pager[T] {
	query.Set("include_totals", "true")
	query.Set("per_page", strconv.Itoa(pageSize))
	number := 0
	return func(ctx context.Context) ([]T, int, error) {
		query.Set("page", strconv.Itoa(number))
		found, err := fetchPage[T](ctx, c, path, key, query)
		if err != nil {
			return nil, 0, err
		}
		if found.total == nil {
			return nil, 0, misshapenPage(path, errors.New(`the page has no member "total"`))
		}
		pages := (*found.total + pageSize - 1) / pageSize
		number++
		if len(found.items)+found.nameless == 0 { // the listing has become shorter meanwhile
			return nil, 0, nil
		}
		if pages > number {
			err = endless(number)
		}
		if err != nil {
			return nil, 0, misshapenPage(path, err)
		}
		return found.items, max(pages-number, 0), nil
	}
}

// byCursor pages by checkpoint, where it is known how many pages to expect.
func byCursor[T listed](c *Client, path, key string, query url.Values, pages int) pager[T] {
	query.Set("take", strconv.Itoa(pageSize))
	fetched := 0
	var so cursors
	return func(ctx context.Context) ([]T, int, error) {
		found, err := fetchPage[T](ctx, c, path, key, query)
		if err != nil {
			return nil, 0, err
		}
		if found.next == "" {
			return found.items, 0, nil
		}
		if err := so.follow(found.next); err != nil {
			return nil, 0, misshapenPage(path, err)
		}
		query.Set("from", found.next)
		fetched++
		return found.items, max(pages-fetched, 1), nil
	}
}

// numberedPages is how many pages of connections can be fetched by number; past 1,000 rows the API pages by checkpoint
// alone.
const numberedPages = 10

// byEither pages by number as far as that goes. A longer listing is begun anew by checkpoint after its first page has
// told how long it is.
func byEither[T listed](c *Client, path, key string, query func() url.Values) pager[T] {
	next := byNumber[T](c, path, key, query())
	first := true
	return func(ctx context.Context) ([]T, int, error) {
		items, left, err := next(ctx)
		if pages := left + 1; err == nil && first && pages > numberedPages {
			next = byCursor[T](c, path, key, query(), pages)
			left = pages
		}
		first = first && err != nil
		return items, left, err
	}
}

// grouped collects the items of all pages by key, and hands out the groups with the last page: before that, none is
// known to be whole.
func grouped[T any](next pager[T], key func(T) string) pager[[]T] {
	groups := map[string][]T{}
	return func(ctx context.Context) ([][]T, int, error) {
		items, left, err := next(ctx)
		if err != nil {
			return nil, 0, err
		}
		for _, item := range items {
			groups[key(item)] = append(groups[key(item)], item)
		}
		if left > 0 {
			return nil, left, nil
		}
		all := make([][]T, 0, len(groups))
		for _, group := range groups {
			all = append(all, group)
		}
		return all, 0, nil
	}
}

func misshapenPage(path string, err error) error {
	return &Error{StatusCode: http.StatusOK, Method: http.MethodGet, Path: apiPath + path, Err: err}
}
