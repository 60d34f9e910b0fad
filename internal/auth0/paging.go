package auth0

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
)

// pageSize is the most that the API hands out at once in every collection used here.
const pageSize = 100

// list returns all items of a collection by checkpoint paging (take and from), the only kind without an upper bound.
// key names the member of the answer that holds the items.
func list[T any](ctx context.Context, c *Client, path, key string, query url.Values) ([]T, error) {
	query = maps.Clone(query)
	query.Set("take", strconv.Itoa(pageSize))
	var items []T
	for {
		var page map[string]json.RawMessage
		if err := c.do(ctx, request{method: http.MethodGet, path: path, query: query}, &page); err != nil {
			return nil, err
		}
		var batch []T
		if err := json.Unmarshal(page[key], &batch); err != nil {
			return nil, fmt.Errorf("GET %s: decode %s: %w", path, key, err)
		}
		items = append(items, batch...)
		var next string
		if raw, ok := page["next"]; ok {
			if err := json.Unmarshal(raw, &next); err != nil {
				return nil, fmt.Errorf("GET %s: decode next: %w", path, err)
			}
		}
		if next == "" {
			return items, nil
		}
		query.Set("from", next)
	}
}
