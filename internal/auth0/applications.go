package auth0

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// Applications are the calls of the collection of applications.
type Applications struct {
	*tenant
	memory  *cache.Collection[Application]
	listing *cache.Listing[Application]
	older   *olderApplications
}

// ReadApplication returns one application, without its secrets.
//
// Scope: read:clients.
func (c *Applications) ReadApplication(ctx context.Context, clientID string, how Freshness) (*Application, error) {
	return c.memory.Read(ctx, clientID, how)
}

// AwaitApplication is ReadApplication for an application that may have been created only seconds ago: see [AwaitFound].
//
// Scope: read:clients.
func (c *Applications) AwaitApplication(ctx context.Context, clientID string, how Freshness) (*Application, error) {
	return AwaitFound(ctx, func(ctx context.Context) (*Application, error) {
		return c.ReadApplication(ctx, clientID, how)
	})
}

// EachThirdPartyApplication yields every third-party application, without its secrets.
//
// Scope: read:clients.
func (c *Applications) EachThirdPartyApplication(ctx context.Context) iter.Seq2[Application, error] {
	return func(yield func(Application, error) bool) {
		for shown, err := range call.Each[shownApplication](ctx, c.caller, call.PathTo("clients"), "clients", thirdParty()) {
			var whole []Application
			if err == nil {
				whole, err = wholly(call.PathTo("clients"), shown)
			}
			if err != nil {
				yield(Application{}, err)
				return
			}
			if !yield(whole[0], nil) {
				return
			}
		}
	}
}

// ThirdPartyNames returns the names of the third-party applications by client id.
func (c *Applications) ThirdPartyNames(ctx context.Context) (map[string]string, error) {
	names := map[string]string{}
	for app, err := range c.EachThirdPartyApplication(ctx) {
		if err != nil {
			return nil, err
		}
		names[app.ClientID] = app.Name
	}
	return names, nil
}

// ListThirdPartyApplications returns every third-party application, without its secrets.
//
// Scope: read:clients.
func (c *Applications) ListThirdPartyApplications(ctx context.Context) ([]Application, error) {
	return c.listing.All(ctx)
}

// CreateApplication registers an application.
//
// Scope: create:clients; create:client_credentials as well if ClientAuthenticationMethods is sent.
func (c *Applications) CreateApplication(ctx context.Context, fields ApplicationFields) (*Application, error) {
	return c.memory.Create(fields, func(wasThere func(string) bool) (*Application, error) {
		isMade := func(made Application) bool {
			return made.ClientID != "" && isAsSent(fields.Name, made.Name) && !wasThere(made.ClientID) &&
				!c.older.isKnown(made.ClientID)
		}
		r := call.Request{Method: http.MethodPost, Path: call.PathTo("clients"), Body: fields}
		return call.One(ctx, c.caller, r, isMade)
	})
}

// UpdateApplication changes the given members of an application and returns it whole. The API refuses empty fields.
//
// Scope: update:clients; update:client_credentials as well if ClientAuthenticationMethods is sent.
//
// Assumption: answers-about-documents: the answer may lack what says that a document describes the application, which
// is then taken from what was read before.
func (c *Applications) UpdateApplication(
	ctx context.Context, clientID string, fields ApplicationFields,
) (*Application, error) {
	before := c.memory.Remembered(clientID)
	return c.memory.Update(ctx, clientID, fields, func() (*Application, error) {
		r := call.Request{Method: http.MethodPatch, Path: call.PathTo("clients", clientID), Body: fields}
		app, err := call.One(ctx, c.caller, r, call.HasKey[Application](clientID))
		if err == nil && before != nil && app.ExternalMetadataType == "" {
			app.ExternalClientID = before.ExternalClientID
			app.ExternalMetadataType = before.ExternalMetadataType
			app.ExternalMetadataCreatedBy = before.ExternalMetadataCreatedBy
		}
		return app, err
	})
}

// DeleteApplication deletes an application and, on the server, its client grants. Deleting one that is gone succeeds.
//
// Scope: delete:clients.
func (c *Applications) DeleteApplication(ctx context.Context, clientID string) error {
	return c.memory.Delete(clientID, func() error {
		return c.caller.Do(ctx, call.Request{Method: http.MethodDelete, Path: call.PathTo("clients", clientID)}, nil)
	}, grantsOf(clientID))
}

// RotateClientSecret replaces an application's secret at once and returns the application (without the new secret).
//
// If the answer is lost, the secret is rotated again. The old secret is to go in any case, and nobody was told the
// one in between: who reads the secret through Terraform does so after this call. Not to rotate again would be worse,
// for a secret that is to go might stay.
//
// Scope: update:client_keys.
func (c *Applications) RotateClientSecret(ctx context.Context, clientID string) (*Application, error) {
	return c.memory.Update(ctx, clientID, nil, func() (*Application, error) {
		r := call.Request{Method: http.MethodPost, Path: call.PathTo("clients", clientID, "rotate-secret"), Repeatable: true}
		return call.One(ctx, c.caller, r, call.HasKey[Application](clientID))
	})
}

// ReadClientSecret returns an application's secret. Without the scope, or for an application that has no secret, the
// API may answer without the member; the result is then empty.
//
// Scope: read:client_keys.
func (c *Applications) ReadClientSecret(ctx context.Context, clientID string) (string, error) {
	type secret struct {
		ClientID     string `json:"client_id"`
		ClientSecret string `json:"client_secret"`
	}
	shown, err := call.One(ctx, c.caller, call.Request{
		Method: http.MethodGet,
		Path:   call.PathTo("clients", clientID),
		Query:  url.Values{"fields": {"client_id,client_secret"}, "include_fields": {"true"}},
	}, func(shown secret) bool { return shown.ClientID == clientID })
	if err != nil {
		return "", err
	}
	return shown.ClientSecret, nil
}

// thirdParty is the query of a listing of third-party applications without their secrets.
func thirdParty() url.Values {
	query := withoutSecrets()
	query.Set("is_first_party", "false")
	return query
}

// withoutSecrets is the query that keeps secrets out of an answer about applications.
func withoutSecrets() url.Values {
	return url.Values{"fields": {"client_secret,encryption_key"}, "include_fields": {"false"}}
}

// isAsSent reports whether a text is shown as it was sent, blanks around it apart.
func isAsSent(sent Field[string], shown string) bool {
	return strings.TrimSpace(valueOrZero(sent)) == strings.TrimSpace(shown)
}

// applicationSource reads applications.
type applicationSource struct{ *tenant }

func (applicationSource) Collection() string               { return string(CollectionApplications) }
func (applicationSource) Path(id string) string            { return call.PathTo("clients", id) }
func (applicationSource) Key(a Application) string         { return a.ClientID }
func (applicationSource) Parts(Application) []cache.Object { return nil }

func (s applicationSource) Read(ctx context.Context, id string) (*Application, error) {
	r := call.Request{Method: http.MethodGet, Path: s.Path(id), Query: withoutSecrets()}
	shown, err := call.One(ctx, s.caller, r, call.HasKey[shownApplication](id))
	if err != nil {
		return nil, err
	}
	whole, err := wholly(s.Path(id), *shown)
	if err != nil {
		return nil, err
	}
	return &whole[0], nil
}

func (s applicationSource) Pages() cache.Pager[Application] {
	next := call.ByNumber[shownApplication](s.caller, call.PathTo("clients"), "clients", thirdParty())
	return func(ctx context.Context) ([]Application, int, error) {
		shown, left, err := next(ctx)
		if err != nil {
			return nil, 0, err
		}
		whole, err := wholly(call.PathTo("clients"), shown...)
		return whole, left, err
	}
}

// shownApplication is an application in an answer to a read. Auth0 leaves out silently what the access token may not
// see: without read:clients that is nearly everything, whether the application is first-party included.
type shownApplication struct {
	Application
	IsFirstParty firstParty `json:"is_first_party"` // which every application has
}

// firstParty is whether an application is the tenant's own, and whether that is shown at all. Whatever is not false, in
// whatever spelling, counts as the tenant's own, which nobody changes.
type firstParty struct{ shown, is bool }

// UnmarshalJSON decodes the member. It is called only if the member is there.
func (f *firstParty) UnmarshalJSON(encoded []byte) error {
	*f = firstParty{shown: true, is: !strings.EqualFold(strings.Trim(string(encoded), `"`), "false")}
	return nil
}

// wholly returns the applications. It refuses those that are not shown wholly: what was left out would be taken for
// what is not set, and a first-party application for a third-party one.
func wholly(path string, shown ...shownApplication) ([]Application, error) {
	applications := make([]Application, len(shown))
	for i, one := range shown {
		if !one.IsFirstParty.shown {
			return nil, call.ReadError(http.StatusOK, path, errPartial)
		}
		applications[i] = one.Application
		applications[i].IsFirstParty = one.IsFirstParty.is
	}
	return applications, nil
}

var errPartial = errors.New("Auth0 left out what the access token may not see of the application; " +
	"it needs the scope read:clients")
