package api

import (
	"fmt"
	"maps"
	"slices"
)

// integer returns a query parameter, or the fallback if it is not given.
func (c *call) integer(name string, fallback int) int {
	if n, ok := c.query[name].(float64); ok {
		return int(n)
	}
	return fallback
}

func (c *call) given(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { _, ok := c.query[name]; return ok })
}

// filters returns the query parameters that choose the rows of a listing, without those that choose a page or members.
func (c *call) filters() string {
	out := maps.Clone(c.query)
	for _, name := range []string{"page", "per_page", "include_totals", "from", "take", "fields", "include_fields"} {
		delete(out, name)
	}
	return fmt.Sprint(out) // maps are printed in the order of their keys
}
