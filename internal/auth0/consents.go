package auth0

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// Consent is what one user lets an application do with an API, a "grant" at the wire.
type Consent struct {
	ID             string   `json:"id"`
	ClientID       string   `json:"clientID"`
	UserID         string   `json:"user_id"`
	Audience       string   `json:"audience"`
	Scopes         []string `json:"scope"`
	OrganizationID string   `json:"organization_id"` // empty if it was given outside organizations
}

// Key returns what the consent is asked for by.
func (c Consent) Key() string { return c.ID }

// ConsentFilter narrows a listing of consents. Members that are empty admit all.
type ConsentFilter struct{ ClientID, UserID, Audience string }

func (f ConsentFilter) query() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{"client_id": f.ClientID, "user_id": f.UserID, "audience": f.Audience} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

// Consents are the calls of the collection of users' consents.
type Consents struct{ *tenant }

// ListConsents returns the consents that the filter admits. The API is asked each time.
//
// Scope: read:grants.
func (c *Consents) ListConsents(ctx context.Context, filter ConsentFilter) ([]Consent, error) {
	return call.ListByNumber[Consent](ctx, c.caller, call.PathTo("grants"), "grants", filter.query())
}

// DeleteConsent deletes one consent. Of one that is gone, it may say so; see [IsNotFound].
//
// Scope: delete:grants.
func (c *Consents) DeleteConsent(ctx context.Context, id string) error {
	return c.caller.Do(ctx, call.Request{Method: http.MethodDelete, Path: call.PathTo("grants", id)}, nil)
}

// HasConsents reports whether any user has consented to the application. The API is asked each time.
//
// Scope: read:grants.
func (c *Consents) HasConsents(ctx context.Context, clientID string) (bool, error) {
	query := call.Numbered(url.Values{"client_id": {clientID}}, 0)
	found, err := call.FetchPage[Consent](ctx, c.caller, call.PathTo("grants"), "grants", query)
	return found.Length() > 0, err
}

// FindConsent returns the first consent to an application's access to an API that is what is looked for, or nil. It
// lists no further than that.
//
// Scope: read:grants.
func (c *Consents) FindConsent(
	ctx context.Context, clientID, audience string, isIt func(Consent) bool,
) (*Consent, error) {
	query := url.Values{"client_id": {clientID}, "audience": {audience}}
	pages := call.NewNumbered[Consent](c.caller, call.PathTo("grants"), "grants", query)
	for left := 1; left > 0; {
		var items []Consent
		var err error
		if items, left, err = pages.Next(ctx); err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(items, isIt); i >= 0 {
			return &items[i], nil
		}
	}
	return nil, nil
}

// ApplicationsWithConsents returns those of the applications that any user has consented to. It makes a call for each
// application and one more at most, and fewer if all consents of the tenant fit on fewer pages.
//
// Scope: read:grants.
func (c *Consents) ApplicationsWithConsents(ctx context.Context, clientIDs []string) (map[string]bool, error) {
	with := map[string]bool{}
	if len(clientIDs) > 1 {
		pages := call.NewNumbered[Consent](c.caller, call.PathTo("grants"), "grants", url.Values{})
		for left := 0; left <= len(clientIDs); {
			var items []Consent
			var err error
			if items, left, err = pages.Next(ctx); err != nil {
				return nil, err
			}
			for _, item := range items {
				with[item.ClientID] = true
			}
			if pages.IsWhole() {
				return with, nil
			}
			if left == 0 { // it has changed meanwhile, so that pages may lack some
				break
			}
		}
	}
	for _, id := range clientIDs {
		has, err := c.HasConsents(ctx, id)
		if err != nil {
			return nil, err
		}
		with[id] = with[id] || has
	}
	return with, nil
}
