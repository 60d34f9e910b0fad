package auth0

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// Values of ClientGrant.SubjectType.
const (
	SubjectTypeUser   = "user"
	SubjectTypeClient = "client"
)

// Values of organization_usage, of a client grant as of an application: whether tokens for an organization may or must
// be asked for. Empty means deny.
const (
	OrganizationsDeny    = "deny"
	OrganizationsAllow   = "allow"
	OrganizationsRequire = "require"
)

// DefaultForThirdPartyClients is the value of ClientGrant.DefaultFor of a default permission.
const DefaultForThirdPartyClients = "third_party_clients"

// ClientGrant permits an application (ClientID), or every third-party application (DefaultFor), to ask for scopes of
// an API (Audience). A grant with AllowAllScopes is shown without scopes.
type ClientGrant struct {
	ID                        string            `json:"id"`
	ClientID                  string            `json:"client_id"`
	DefaultFor                string            `json:"default_for"`
	Audience                  string            `json:"audience"`
	SubjectType               string            `json:"subject_type"`
	Scope                     wire.List[string] `json:"scope"`
	AllowAllScopes            bool              `json:"allow_all_scopes"`
	OrganizationUsage         string            `json:"organization_usage"`
	AllowAnyOrganization      bool              `json:"allow_any_organization"`
	AuthorizationDetailsTypes wire.List[string] `json:"authorization_details_types"`
	IsSystem                  bool              `json:"is_system"`
}

// Key returns what the grant is asked for by.
func (g ClientGrant) Key() string { return g.ID }

// IsClientGrantID reports whether a text looks like the id of a client grant.
func IsClientGrantID(text string) bool {
	return strings.HasPrefix(text, "cgr_") && !strings.ContainsAny(text, "|/")
}

// says reports whether the grant permits what fields ask for, no more and no less.
func (g ClientGrant) says(fields ClientGrantFields) bool {
	return !g.IsSystem &&
		g.AllowAllScopes == valueOrZero(fields.AllowAllScopes) &&
		wire.SameElements(g.Scope, valueOrZero(fields.Scope)) &&
		g.OrganizationUsage == valueOrZero(fields.OrganizationUsage) &&
		g.AllowAnyOrganization == valueOrZero(fields.AllowAnyOrganization) &&
		wire.SameElements(g.AuthorizationDetailsTypes, valueOrZero(fields.AuthorizationDetailsTypes))
}

// ClientGrantFields is the body of a create or an update. ClientID, DefaultFor, Audience and SubjectType belong to
// creates only; exactly one of ClientID and DefaultFor is sent.
type ClientGrantFields struct {
	ClientID                  Field[string]   `json:"client_id,omitzero"`
	DefaultFor                Field[string]   `json:"default_for,omitzero"`
	Audience                  Field[string]   `json:"audience,omitzero"`
	SubjectType               Field[string]   `json:"subject_type,omitzero"`
	Scope                     Field[[]string] `json:"scope,omitzero"`
	AllowAllScopes            Field[bool]     `json:"allow_all_scopes,omitzero"`
	OrganizationUsage         Field[string]   `json:"organization_usage,omitzero"`
	AllowAnyOrganization      Field[bool]     `json:"allow_any_organization,omitzero"`
	AuthorizationDetailsTypes Field[[]string] `json:"authorization_details_types,omitzero"`
}

// ClientGrantFilter narrows a listing. Zero members do not filter. The API refuses ClientID together with DefaultFor,
// and SubjectType alone; the latter is left to this side.
//
// Assumption: grants-by-subject-type: a listing without the filter shows grants of every subject type.
type ClientGrantFilter struct {
	ClientID    string
	DefaultFor  string
	Audience    string
	SubjectType string
}

// text returns the filter as the key of a collection.
func (f ClientGrantFilter) text() string {
	encoded, _ := json.Marshal(f) //nolint:errchkjson // texts
	return string(encoded)
}

func (f ClientGrantFilter) query() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{
		"client_id":    f.ClientID,
		"default_for":  f.DefaultFor,
		"audience":     f.Audience,
		"subject_type": f.SubjectType,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if len(query) == 1 {
		query.Del("subject_type")
	}
	return query
}

// admits reports whether the filter lets the grant pass, which the API may not have been asked for.
func (f ClientGrantFilter) admits(grant ClientGrant) bool {
	return (f.ClientID == "" || f.ClientID == grant.ClientID) &&
		(f.DefaultFor == "" || f.DefaultFor == grant.DefaultFor) &&
		(f.Audience == "" || f.Audience == grant.Audience) &&
		(f.SubjectType == "" || f.SubjectType == grant.SubjectType)
}

// isOf reports whether the filter, which names a natural key, matches the grant.
func (f ClientGrantFilter) isOf(grant ClientGrant) bool {
	if grant.SubjectType == "" { // that of a grant from before there were any
		f.SubjectType = ""
	}
	return grant.ID != "" && f.admits(grant)
}

// key returns the natural key of the grant that fields create.
func (f ClientGrantFields) key() ClientGrantFilter {
	return ClientGrantFilter{
		ClientID:    valueOrZero(f.ClientID),
		DefaultFor:  valueOrZero(f.DefaultFor),
		Audience:    valueOrZero(f.Audience),
		SubjectType: valueOrZero(f.SubjectType),
	}
}

// ClientGrants are the calls of the collection of client grants.
type ClientGrants struct {
	*tenant
	memory  *cache.Collection[ClientGrant]
	listing *cache.Listing[ClientGrant]
}

// EachClientGrant yields every grant the filter admits.
//
// Scope: read:client_grants.
func (c *ClientGrants) EachClientGrant(ctx context.Context, filter ClientGrantFilter) iter.Seq2[ClientGrant, error] {
	return func(yield func(ClientGrant, error) bool) {
		all := call.Each[ClientGrant](ctx, c.caller, call.PathTo("client-grants"), "client_grants", filter.query())
		for grant, err := range all {
			if (err != nil || filter.admits(grant)) && !yield(grant, err) {
				return
			}
		}
	}
}

// eachClientGrant yields every grant of every application, and all default permissions.
func (c *ClientGrants) eachClientGrant(ctx context.Context) iter.Seq2[ClientGrant, error] {
	return c.EachClientGrant(ctx, ClientGrantFilter{})
}

// ListAllClientGrants returns every grant of every application, and all default permissions.
//
// Scope: read:client_grants.
func (c *ClientGrants) ListAllClientGrants(ctx context.Context) ([]ClientGrant, error) {
	return c.listing.All(ctx)
}

// FindClientGrant returns the grant that the filter admits, or nil if there is none. The filter should name the
// grant's natural key, of which Auth0 keeps at most one: application (or default), API and subject type.
func (c *ClientGrants) FindClientGrant(ctx context.Context, key ClientGrantFilter) (*ClientGrant, error) {
	grants, err := c.ListClientGrants(ctx, key)
	if err != nil || len(grants) == 0 {
		return nil, err
	}
	return &grants[0], nil
}

// ListClientGrants returns every grant the filter admits.
//
// Scope: read:client_grants.
func (c *ClientGrants) ListClientGrants(ctx context.Context, filter ClientGrantFilter) ([]ClientGrant, error) {
	items, err := call.Collect(c.EachClientGrant(ctx, filter))
	if err != nil {
		return nil, err
	}
	return c.memory.Reconcile(ctx, items, filter.admits)
}

// ReadClientGrant returns one grant.
//
// Scope: read:client_grants.
func (c *ClientGrants) ReadClientGrant(ctx context.Context, id string, how Freshness) (*ClientGrant, error) {
	return c.memory.Read(ctx, id, how)
}

// CreateClientGrant makes a grant. The API answers 409 if one exists for the same application (or default), API
// and subject type; see [IsConflict].
//
// Scope: create:client_grants.
func (c *ClientGrants) CreateClientGrant(ctx context.Context, fields ClientGrantFields) (*ClientGrant, error) {
	return c.memory.Create(fields, func(wasThere func(string) bool) (*ClientGrant, error) {
		isMade := func(made ClientGrant) bool { return fields.key().isOf(made) && !wasThere(made.ID) }
		r := call.Request{Method: http.MethodPost, Path: call.PathTo("client-grants"), Body: fields}
		return call.One(ctx, c.caller, r, isMade)
	}, defaultsOf(valueOrZero(fields.Audience)), grantAt(fields.key().text()))
}

// CreateClientGrantOnce makes a grant as [Client.CreateClientGrant] does, and finds out what happened if the answer
// was lost ([ErrUnknownOutcome]): Auth0 keeps at most one grant for an application (or default), API and subject type.
//
// An error with ErrUnknownOutcome in its chain leaves it open whether there is a grant; [Client.FindCreatedGrant]
// tells.
func (c *ClientGrants) CreateClientGrantOnce(ctx context.Context, fields ClientGrantFields) (*ClientGrant, error) {
	return creation[ClientGrant]{
		create: func(ctx context.Context) (*ClientGrant, error) { return c.CreateClientGrant(ctx, fields) },
		find:   func(ctx context.Context) (*ClientGrant, error) { return c.FindClientGrant(ctx, fields.key()) },
		isMade: func(grant *ClientGrant) bool { return grant.says(fields) },
	}.once(ctx)
}

// FindCreatedGrant returns the grant at the natural key of fields if it says exactly what fields say, and otherwise
// nil. It is for a creation whose outcome is unknown.
func (c *ClientGrants) FindCreatedGrant(ctx context.Context, fields ClientGrantFields) (*ClientGrant, error) {
	grant, err := c.FindClientGrant(ctx, fields.key())
	if err != nil || grant == nil || !grant.says(fields) {
		return nil, err
	}
	return grant, nil
}

// UpdateClientGrant changes the given members of a grant and returns it whole. The API refuses empty fields.
//
// Scope: update:client_grants.
func (c *ClientGrants) UpdateClientGrant(
	ctx context.Context, id string, fields ClientGrantFields,
) (*ClientGrant, error) {
	return c.memory.Update(ctx, id, fields, func() (*ClientGrant, error) {
		r := call.Request{Method: http.MethodPatch, Path: call.PathTo("client-grants", id), Body: fields}
		return call.One(ctx, c.caller, r, call.HasKey[ClientGrant](id))
	})
}

// DeleteClientGrant deletes a grant. Deleting one that is gone succeeds.
//
// Scope: delete:client_grants.
func (c *ClientGrants) DeleteClientGrant(ctx context.Context, id string) error {
	return c.memory.Delete(id, func() error {
		return c.caller.Do(ctx, call.Request{Method: http.MethodDelete, Path: call.PathTo("client-grants", id)}, nil)
	})
}

// grantSource reads client grants.
type grantSource struct{ *tenant }

func (grantSource) Collection() string                 { return string(CollectionClientGrants) }
func (grantSource) Path(id string) string              { return call.PathTo("client-grants", id) }
func (grantSource) Key(g ClientGrant) string           { return g.ID }
func (grantSource) Parts(g ClientGrant) []cache.Object { return []cache.Object{grantsOf(g.ClientID)} }

func (s grantSource) Read(ctx context.Context, id string) (*ClientGrant, error) {
	r := call.Request{Method: http.MethodGet, Path: s.Path(id)}
	return call.One(ctx, s.caller, r, call.HasKey[ClientGrant](id))
}

func (s grantSource) Pages() cache.Pager[ClientGrant] {
	return call.ByNumber[ClientGrant](s.caller, call.PathTo("client-grants"), "client_grants", url.Values{})
}
