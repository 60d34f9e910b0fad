package auth0

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// Selectors of rate limit policies for more than one application. That for a single one is SelectorOfApplication.
const (
	SelectThirdParties = "third_party_clients" // all strict third-party applications but those of documents
	SelectDocuments    = "cimd_clients"        // all that a client ID metadata document describes
	SelectDefault      = "default"             // every application that no other policy is about
)

const selectOne = "client_id:"

// SelectorOfApplication returns the selector of the policy for one application: its client id, or the URL of the client
// ID metadata document that describes it.
func SelectorOfApplication(clientIDOrURL string) string { return selectOne + clientIDOrURL }

// Actions of a rate limit policy on requests beyond the limit.
const (
	RateLimitAllow    = "allow" // there is no limit
	RateLimitLog      = "log"
	RateLimitBlock    = "block"
	RateLimitRedirect = "redirect"
)

// The only values of a policy's resource and consumer.
const (
	rateLimitedAPI      = "oauth_authentication_api"
	rateLimitedConsumer = "client"
)

// RateLimitPolicy is the most requests a second that the applications it selects may make of the Authentication API,
// and what becomes of those beyond. If several policies match an application, only the most specific one counts.
type RateLimitPolicy struct {
	ID               string          `json:"id"`
	Resource         string          `json:"resource"`
	Consumer         string          `json:"consumer"`
	ConsumerSelector string          `json:"consumer_selector"`
	Configuration    RateLimitAction `json:"configuration"`
}

// Key returns what the policy is asked for by.
func (p RateLimitPolicy) Key() string { return p.ID }

// RateLimitAction is a limit, which RateLimitAllow alone has not, and what to do with requests beyond it. RedirectURI
// belongs to RateLimitRedirect.
type RateLimitAction struct {
	Action      string `json:"action"`
	Limit       *int64 `json:"limit,omitempty"` // requests a second
	RedirectURI string `json:"redirect_uri,omitempty"`
}

// Is reports whether two actions are the same.
func (a RateLimitAction) Is(other RateLimitAction) bool {
	sameLimit := a.Limit == nil && other.Limit == nil ||
		a.Limit != nil && other.Limit != nil && *a.Limit == *other.Limit
	return sameLimit && a.Action == other.Action && a.RedirectURI == other.RedirectURI
}

// newRateLimitPolicy is the body of a create.
type newRateLimitPolicy struct {
	Resource         string          `json:"resource"`
	Consumer         string          `json:"consumer"`
	ConsumerSelector string          `json:"consumer_selector"`
	Configuration    RateLimitAction `json:"configuration"`
}

// rateLimitPolicyUpdate is the body of an update. The API replaces the configuration whole.
type rateLimitPolicyUpdate struct {
	Configuration RateLimitAction `json:"configuration"`
}

// RateLimitPolicies are the calls of the collection of rate limit policies.
type RateLimitPolicies struct {
	*tenant
	memory *cache.Collection[RateLimitPolicy]
}

// EachRateLimitPolicy yields every policy for applications.
//
// Scope: read:rate_limit_policies.
func (c *RateLimitPolicies) EachRateLimitPolicy(ctx context.Context) iter.Seq2[RateLimitPolicy, error] {
	return c.each(ctx, url.Values{})
}

func (c *RateLimitPolicies) each(ctx context.Context, query url.Values) iter.Seq2[RateLimitPolicy, error] {
	return call.Each[RateLimitPolicy](ctx, c.caller, call.PathTo("rate-limit-policies"), "rate_limit_policies", query)
}

// FindRateLimitPolicy returns the policy with the selector, of which Auth0 keeps at most one, or nil if there is none.
//
// Scope: read:rate_limit_policies.
func (c *RateLimitPolicies) FindRateLimitPolicy(ctx context.Context, selector string) (*RateLimitPolicy, error) {
	// The API refuses each of the filters without the one before it.
	found, err := call.Collect(c.each(ctx, url.Values{
		"resource": {rateLimitedAPI}, "consumer": {rateLimitedConsumer}, "consumer_selector": {selector},
	}))
	if err != nil {
		return nil, err
	}
	isOfSelector := func(policy RateLimitPolicy) bool { return policy.isOf(selector) }
	found, err = c.memory.Reconcile(ctx, found, isOfSelector)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

func (p RateLimitPolicy) isOf(selector string) bool {
	return p.ID != "" && p.Resource == rateLimitedAPI && p.Consumer == rateLimitedConsumer &&
		p.ConsumerSelector == selector
}

// ReadRateLimitPolicy returns one policy.
//
// Scope: read:rate_limit_policies.
func (c *RateLimitPolicies) ReadRateLimitPolicy(
	ctx context.Context, id string, how Freshness,
) (*RateLimitPolicy, error) {
	return c.memory.Read(ctx, id, how)
}

// CreateRateLimitPolicy makes a policy. The API answers 409 if one exists for the selector; see [IsConflict]. It finds
// out what happened if the answer was lost. An error with [ErrUnknownOutcome] in its chain leaves it open whether there
// is a policy; [Client.FindCreatedRateLimitPolicy] tells.
//
// Scope: create:rate_limit_policies.
func (c *RateLimitPolicies) CreateRateLimitPolicy(
	ctx context.Context, selector string, action RateLimitAction,
) (*RateLimitPolicy, error) {
	return creation[RateLimitPolicy]{
		create: func(ctx context.Context) (*RateLimitPolicy, error) { return c.create(ctx, selector, action) },
		find:   func(ctx context.Context) (*RateLimitPolicy, error) { return c.FindRateLimitPolicy(ctx, selector) },
		isMade: func(policy *RateLimitPolicy) bool { return policy.Configuration.Is(action) },
	}.once(ctx)
}

func (c *RateLimitPolicies) create(
	ctx context.Context, selector string, action RateLimitAction,
) (*RateLimitPolicy, error) {
	body := newRateLimitPolicy{rateLimitedAPI, rateLimitedConsumer, selector, action}
	return c.memory.Create(body, func(wasThere func(string) bool) (*RateLimitPolicy, error) {
		isMade := func(made RateLimitPolicy) bool { return made.isOf(selector) && !wasThere(made.ID) }
		r := call.Request{Method: http.MethodPost, Path: call.PathTo("rate-limit-policies"), Body: body}
		return call.One(ctx, c.caller, r, isMade)
	})
}

// FindCreatedRateLimitPolicy returns the policy with the selector if it has exactly that action, and otherwise nil. It
// is for a creation whose outcome is unknown.
func (c *RateLimitPolicies) FindCreatedRateLimitPolicy(
	ctx context.Context, selector string, action RateLimitAction,
) (*RateLimitPolicy, error) {
	policy, err := c.FindRateLimitPolicy(ctx, selector)
	if err != nil || policy == nil || !policy.Configuration.Is(action) {
		return nil, err
	}
	return policy, nil
}

// UpdateRateLimitPolicy changes the action of a policy and returns the policy whole.
//
// Scope: update:rate_limit_policies.
func (c *RateLimitPolicies) UpdateRateLimitPolicy(
	ctx context.Context, id string, action RateLimitAction,
) (*RateLimitPolicy, error) {
	body := rateLimitPolicyUpdate{action}
	return c.memory.Update(ctx, id, body, func() (*RateLimitPolicy, error) {
		r := call.Request{Method: http.MethodPatch, Path: call.PathTo("rate-limit-policies", id), Body: body}
		return call.One(ctx, c.caller, r, call.HasKey[RateLimitPolicy](id))
	})
}

// DeleteRateLimitPolicy deletes a policy. Of one that is gone, it says so; see [IsNotFound].
//
// Scope: delete:rate_limit_policies.
func (c *RateLimitPolicies) DeleteRateLimitPolicy(ctx context.Context, id string) error {
	return c.memory.Delete(id, func() error {
		return c.caller.Do(ctx, call.Request{Method: http.MethodDelete, Path: call.PathTo("rate-limit-policies", id)}, nil)
	})
}

// policySource reads rate limit policies. A listing of them knows no paging but by checkpoint, which does not tell how
// long it is.
type policySource struct{ *tenant }

func (policySource) Collection() string                   { return string(CollectionRateLimitPolicies) }
func (policySource) Path(id string) string                { return call.PathTo("rate-limit-policies", id) }
func (policySource) Key(p RateLimitPolicy) string         { return p.ID }
func (policySource) Parts(RateLimitPolicy) []cache.Object { return nil }

func (s policySource) Read(ctx context.Context, id string) (*RateLimitPolicy, error) {
	r := call.Request{Method: http.MethodGet, Path: s.Path(id)}
	return call.One(ctx, s.caller, r, call.HasKey[RateLimitPolicy](id))
}

func (s policySource) Pages() cache.Pager[RateLimitPolicy] {
	return call.ByCursor[RateLimitPolicy](
		s.caller, call.PathTo("rate-limit-policies"), "rate_limit_policies", url.Values{}, 1,
	)
}
