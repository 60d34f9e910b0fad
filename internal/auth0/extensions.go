package auth0

import (
	"context"
	"net/url"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// Extension is a Rule or a Hook, without its script, which may hold secrets.
type Extension struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Key returns what the extension is asked for by.
func (e Extension) Key() string { return e.ID }

// Extensions are the calls of the collections of Rules and of Hooks. Auth0 has replaced both by Actions.
type Extensions struct{ rules, hooks *cache.Listing[Extension] }

func newExtensions(t *tenant) Extensions {
	enabled := func(collection string, query url.Values) *cache.Listing[Extension] {
		query.Set("enabled", "true")
		query.Set("fields", "id,name")
		path := call.PathTo(collection)
		return cache.NewListing(t.store, path, func(ctx context.Context) ([]Extension, error) {
			return call.ListByNumber[Extension](ctx, t.caller, path, collection, query)
		})
	}
	return Extensions{
		rules: enabled("rules", url.Values{"include_fields": {"true"}}),
		hooks: enabled("hooks", url.Values{"triggerId": {"credentials-exchange"}}),
	}
}

// ListActiveRules returns the Rules that are enabled.
//
// Scope: read:rules.
func (c *Extensions) ListActiveRules(ctx context.Context) ([]Extension, error) {
	return c.rules.All(ctx)
}

// ListActiveExchangeHooks returns the Hooks for the credentials exchange that are enabled.
//
// Scope: read:hooks.
func (c *Extensions) ListActiveExchangeHooks(ctx context.Context) ([]Extension, error) {
	return c.hooks.All(ctx)
}
