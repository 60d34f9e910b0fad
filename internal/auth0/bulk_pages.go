package auth0

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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
		var answer json.RawMessage
		if err := c.do(ctx, request{method: http.MethodGet, path: path, query: query}, &answer); err != nil {
			return nil, 0, err
		}
		found, err := decodePage[T](answer, key)
		if err != nil {
			return nil, 0, misshapenPage(path, err)
		}
		c.logNameless(ctx, path, found.nameless)
		pages, err := decodeTotal(answer)
		if err != nil {
			return nil, 0, misshapenPage(path, err)
		}
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
		var answer json.RawMessage
		if err := c.do(ctx, request{method: http.MethodGet, path: path, query: query}, &answer); err != nil {
			return nil, 0, err
		}
		found, err := decodePage[T](answer, key)
		if err != nil {
			return nil, 0, misshapenPage(path, err)
		}
		c.logNameless(ctx, path, found.nameless)
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

// decodeTotal reads how many pages the listing has that an answer with totals is a page of.
func decodeTotal(answer []byte) (pages int, err error) {
	var page struct {
		Total *int `json:"total"`
	}
	if err := json.Unmarshal(answer, &page); err != nil {
		return 0, fmt.Errorf("the page has an unexpected form: %w", err)
	}
	if page.Total == nil {
		return 0, errors.New(`the page has no member "total"`)
	}
	return (*page.Total + pageSize - 1) / pageSize, nil
}

func misshapenPage(path string, err error) error {
	return &Error{StatusCode: http.StatusOK, Method: http.MethodGet, Path: apiPath + path, Err: err}
}
