package call

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// PageSize is the most that the API hands out at once in every collection used here.
const PageSize = 100

// FetchPage makes the call for one page of a listing. key names the member of the answer that holds the items.
func FetchPage[T wire.Item](
	ctx context.Context, c *Caller, path, key string, query url.Values,
) (found wire.Page[T], err error) {
	err = c.Do(ctx, Request{Method: http.MethodGet, Path: path, Query: query}, func(answer []byte) (err error) {
		found, err = wire.DecodePage[T](answer, key)
		return err
	})
	c.sender.log.nameless(ctx, Path(path), found.Nameless)
	return found, err
}

// Pager fetches the next page of a listing. It returns the items and how many pages are left, and none the first time
// there is none. After an error the same page is fetched again.
type Pager[T any] func(ctx context.Context) (items []T, left int, err error)

// Numbered returns the query with what asks for one page, counted from 0, and for the length of the listing.
func Numbered(query url.Values, number int) url.Values {
	query.Set("include_totals", "true")
	query.Set("per_page", strconv.Itoa(PageSize))
	query.Set("page", strconv.Itoa(number))
	return query
}

// NumberedListing is a listing by page number, which is the kind of paging that tells how long the listing is.
type NumberedListing[T wire.Item] struct {
	caller    *Caller
	path, key string // key names the member of an answer that holds the items
	query     url.Values

	pages, items int  // how many there were
	total        int  // how many items the first page announced
	isShifting   bool // whether a later page announced another number
	isOpen       bool // whether the last page was full, so that there may be more
}

// NewNumbered begins a listing. key names the member of an answer that holds the items.
func NewNumbered[T wire.Item](c *Caller, path, key string, query url.Values) *NumberedListing[T] {
	return &NumberedListing[T]{caller: c, path: path, key: key, query: query}
}

// ByNumber pages by number; see [NumberedListing].
func ByNumber[T wire.Item](c *Caller, path, key string, query url.Values) Pager[T] {
	return NewNumbered[T](c, path, key, query).Next
}

// Next is a [Pager].
func (n *NumberedListing[T]) Next(ctx context.Context) ([]T, int, error) {
	found, err := FetchPage[T](ctx, n.caller, n.path, n.key, Numbered(n.query, n.pages))
	if err != nil {
		return nil, 0, err
	}
	if found.Total == nil {
		return nil, 0, ReadError(http.StatusOK, n.path, errors.New(`the page has no member "total"`))
	}
	if n.pages == 0 {
		n.total = *found.Total
	}
	n.isShifting = n.isShifting || *found.Total != n.total
	n.isOpen = found.Length() >= PageSize
	n.items += found.Length()
	n.pages++
	if found.Length() == 0 { // the listing has become shorter meanwhile
		return nil, 0, nil
	}
	pages := (*found.Total + PageSize - 1) / PageSize
	if pages > n.pages || n.isOpen {
		if err := endless(n.pages); err != nil {
			return nil, 0, ReadError(http.StatusOK, n.path, err)
		}
	}
	return found.Items, max(pages-n.pages, 0), nil
}

// IsWhole reports whether the pages so far have every item. A deletion between two pages moves items from a page still
// to come to one that was fetched.
func (n *NumberedListing[T]) IsWhole() bool { return !n.isOpen && !n.isShifting && n.items == n.total }

// maxListings is how often a collection is listed that changes meanwhile.
const maxListings = 3

// maxAttempts is how often a listing is attempted that many callers wait for and share.
const maxAttempts = 2

// ListShared makes a listing that many callers wait for and share, once more if it fails for a reason that may pass.
func ListShared[T any](ctx context.Context, list func(context.Context) (T, error)) (found T, err error) {
	for range maxAttempts {
		if found, err = list(ctx); err == nil || isRefusal(err) || ctx.Err() != nil {
			break
		}
	}
	return found, err
}

// ByCursor pages by checkpoint, knowing how many pages to expect.
func ByCursor[T wire.Item](c *Caller, path, key string, query url.Values, pages int) Pager[T] {
	query.Set("take", strconv.Itoa(PageSize))
	fetched := 0
	var so cursors
	return func(ctx context.Context) ([]T, int, error) {
		found, err := FetchPage[T](ctx, c, path, key, query)
		if err != nil {
			return nil, 0, err
		}
		if found.Next == "" {
			return found.Items, 0, nil
		}
		if err := so.follow(found.Next); err != nil {
			return nil, 0, ReadError(http.StatusOK, path, err)
		}
		query.Set("from", found.Next)
		fetched++
		return found.Items, max(pages-fetched, 1), nil
	}
}

// numberedPages is how many pages of connections can be fetched by number; past 1,000 rows the API pages by checkpoint
// alone.
const numberedPages = 10

// ByEither pages by number as far as that goes. A longer listing is begun anew by checkpoint after its first page has
// told how long it is.
func ByEither[T wire.Item](c *Caller, path, key string, query func() url.Values) Pager[T] {
	next := ByNumber[T](c, path, key, query())
	first := true
	return func(ctx context.Context) ([]T, int, error) {
		items, left, err := next(ctx)
		if pages := left + 1; err == nil && first && pages > numberedPages {
			next = ByCursor[T](c, path, key, query(), pages)
			left = pages
		}
		first = first && err != nil
		return items, left, err
	}
}

// maxPages is how many pages of a listing are fetched, a million objects. A longer listing never ends.
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
