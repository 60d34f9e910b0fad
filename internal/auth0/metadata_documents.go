package auth0

import (
	"context"
	"fmt"
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// MappedDocument is the part of a client ID metadata document (CIMD) that Auth0 copies into the application. Members
// that the document lacks are zero.
type MappedDocument struct {
	ExternalClientID            string                       `json:"external_client_id"`
	Name                        string                       `json:"name"`
	AppType                     string                       `json:"app_type"`
	Callbacks                   wire.List[string]            `json:"callbacks"`
	LogoURI                     string                       `json:"logo_uri"`
	Description                 string                       `json:"description"`
	GrantTypes                  wire.List[string]            `json:"grant_types"`
	TokenEndpointAuthMethod     string                       `json:"token_endpoint_auth_method"`
	JWKSURI                     string                       `json:"jwks_uri"`
	ClientAuthenticationMethods *ClientAuthenticationMethods `json:"client_authentication_methods"`
}

// Keys returns the keys that the application is to authenticate with: their types, kids and algorithms.
func (m *MappedDocument) Keys() []Credential {
	if methods := m.ClientAuthenticationMethods; methods != nil && methods.PrivateKeyJWT != nil {
		return methods.PrivateKeyJWT.Credentials
	}
	return nil
}

// DocumentValidation is what Auth0 finds in a document. Violations keep it from being registered.
type DocumentValidation struct {
	Valid      bool              `json:"valid"`
	Violations wire.List[string] `json:"violations"`
	Warnings   wire.List[string] `json:"warnings"`
}

// DocumentPreview is Auth0's judgement of a document before it is registered. ClientID is that of the application that
// is registered with the URL already, empty if there is none. Errors say why the document could not be fetched;
// Validation and MappedFields are nil then.
type DocumentPreview struct {
	ClientID     string              `json:"client_id"`
	Errors       wire.List[string]   `json:"errors"`
	Validation   *DocumentValidation `json:"validation"`
	MappedFields *MappedDocument     `json:"mapped_fields"`
}

// RegisteredDocument is the application that a document describes now, and what Auth0 took over from the document.
type RegisteredDocument struct {
	ClientID     string             `json:"client_id"`
	MappedFields MappedDocument     `json:"mapped_fields"`
	Validation   DocumentValidation `json:"validation"`
}

// documentURL is the body of both calls.
type documentURL struct {
	ExternalClientID string `json:"external_client_id"`
}

// PreviewDocument has Auth0 fetch the document at the URL, and returns what Auth0 would copy from it. It changes
// nothing in the tenant, so it may be called while planning.
//
// Scope: read:clients.
//
// Assumption: scope-of-previews: that scope is enough, although the text of a refusal names those of registering.
func (c *Applications) PreviewDocument(ctx context.Context, documentAt string) (*DocumentPreview, error) {
	r := call.Request{
		Method: http.MethodPost,
		Path:   call.PathTo("clients", "cimd", "preview"),
		Body:   documentURL{documentAt},
		Reads:  true,
	}
	return call.One(ctx, c.caller, r, func(p DocumentPreview) bool {
		return p.MappedFields != nil || p.Validation != nil || len(p.Errors) > 0
	})
}

// RegisterDocument has Auth0 fetch the document at the URL and create the application that it describes, or update the
// existing one, whose id is clientID. It returns what Auth0 took over, and the application as it is then, nil if that
// could not be read.
//
// If the answer is lost, the document is registered again: the URL identifies the application, and the same document
// makes the same of it.
//
// Scope: create:clients for a new application, update:clients for one that is there; read:clients.
func (c *Applications) RegisterDocument(
	ctx context.Context, documentAt, clientID string,
) (*RegisteredDocument, *Application, error) {
	var registered *RegisteredDocument
	var taken ApplicationFields
	register := func() (app *Application, err error) {
		r := call.Request{
			Method:     http.MethodPost,
			Path:       call.PathTo("clients", "cimd", "register"),
			Body:       documentURL{documentAt},
			Repeatable: true,
		}
		registered, err = call.One(ctx, c.caller, r, func(r RegisteredDocument) bool {
			at := r.MappedFields.ExternalClientID
			return r.ClientID != "" && r.MappedFields.Name != "" && (at == "" || at == documentAt)
		})
		if err != nil {
			return nil, err
		}
		taken.Name, taken.Callbacks = Set(registered.MappedFields.Name), Set[[]string](registered.MappedFields.Callbacks)
		return AwaitFound(ctx, func(ctx context.Context) (*Application, error) {
			return applicationSource{c.tenant}.Read(ctx, registered.ClientID)
		})
	}
	var app *Application
	var err error
	if clientID == "" {
		app, err = c.memory.Create(&taken, func(func(string) bool) (*Application, error) { return register() })
	} else {
		app, err = c.memory.Update(ctx, clientID, &taken, register)
	}
	return registered, app, err
}

// FindDescribedApplication returns the application that the document at the URL describes, or nil if there is none.
//
// Scope: read:clients.
func (c *Applications) FindDescribedApplication(ctx context.Context, documentAt string) (*Application, error) {
	query := withoutSecrets()
	query.Set("external_client_id", documentAt)
	shown, err := call.List[shownApplication](ctx, c.caller, call.PathTo("clients"), "clients", query)
	if err != nil {
		return nil, err
	}
	whole, err := wholly(call.PathTo("clients"), shown...)
	if err != nil {
		return nil, err
	}
	var found *Application
	for i := range whole {
		if whole[i].ExternalClientID != documentAt {
			continue // from a tenant that does not know the filter
		}
		if found != nil {
			return nil, fmt.Errorf("two applications have the document %s: %s and %s",
				Printable(documentAt), found.ClientID, whole[i].ClientID)
		}
		found = &whole[i]
	}
	return found, nil
}
