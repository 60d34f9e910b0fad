package api

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/publisher"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

var registerScopes = anyOf{"create:clients", "update:clients"}

func metadataDocumentEndpoints() []endpoint {
	return []endpoint{
		{
			http.MethodPost,
			"/clients/cimd/preview",
			nil, // depends on the variant
			schema.Queries["none"],
			schema.MetadataDocument,
			previewDocument,
		},
		{
			http.MethodPost,
			"/clients/cimd/register",
			[]anyOf{registerScopes},
			schema.Queries["none"],
			schema.MetadataDocument,
			registerDocument,
		},
	}
}

// fetchedDocument is the context key of the document that a request names.
type fetchedDocument struct{}

// withDocument fetches the document that a request names, before the tenant is locked, so that a slow publisher delays
// no other request.
func (a *API) withDocument(r *http.Request, body []byte) *http.Request {
	var asked struct {
		URL string `json:"external_client_id"`
	}
	if json.Unmarshal(body, &asked) != nil || rules.CheckMetadataURL(asked.URL) != nil {
		return r
	}
	found := a.Publishers.Fetch(r.Context(), asked.URL, func(at string) object.Object {
		a.Store.Lock()
		defer a.Store.Unlock()
		return a.Store.Current.Documents.Get(at)
	})
	return r.WithContext(context.WithValue(r.Context(), fetchedDocument{}, found))
}

// document returns the URL that a call names, and the document that was fetched from it.
func (c *call) document() (string, *publisher.Document, error) {
	documentAt := object.Text(c.object(), "external_client_id")
	if err := rules.CheckMetadataURL(documentAt); err != nil {
		return "", nil, err
	}
	found, _ := c.request.Context().Value(fetchedDocument{}).(*publisher.Document)
	return documentAt, found, nil
}

func previewDocument(c *call) (answer.Reply, error) {
	if c.tenant.Variants[tenant.PreviewWithWriteScopes] {
		if err := c.caller.require(registerScopes); err != nil {
			return answer.Reply{}, err
		}
	} else if err := c.caller.require(anyOf{"read:clients"}); err != nil {
		return answer.Reply{}, err
	}
	documentAt, found, err := c.document()
	if err != nil {
		return answer.Reply{}, err
	}
	out := object.Document{}
	if client := rules.DescribedBy(c.tenant, documentAt); client != nil {
		out = out.With("client_id", client["client_id"])
	}
	if found.Failure != "" {
		return answer.OK(out.With("errors", object.Array(found.Failure)))
	}
	examined := rules.ExamineDocument(documentAt, found)
	return answer.OK(out.With("validation", shownValidation(examined)).With("mapped_fields", examined.Mapped))
}

// registerDocument makes or updates the application of a document.
func registerDocument(c *call) (answer.Reply, error) {
	documentAt, found, err := c.document()
	if err != nil {
		return answer.Reply{}, err
	}
	isThere := rules.DescribedBy(c.tenant, documentAt) != nil
	needed := anyOf{"create:clients"}
	if isThere {
		needed = anyOf{"update:clients"}
	}
	if err := c.caller.require(needed); err != nil {
		return answer.Reply{}, err
	}
	if err := rules.CheckDocumentsSupported(c.tenant); err != nil {
		return answer.Reply{}, err
	}
	if found.Failure != "" {
		return answer.Reply{}, answer.BadRequest("", "The Client Metadata at %s could not be retrieved.", documentAt)
	}
	examined := rules.ExamineDocument(documentAt, found)
	if len(examined.Violations) > 0 {
		return answer.Reply{}, answer.BadRequest("invalid_client_metadata",
			"The Client Metadata document at %s cannot be applied.", documentAt)
	}
	client, err := rules.RegisterDescribed(c.tenant, examined, c.now)
	if err != nil {
		return answer.Reply{}, err
	}
	out := object.Document{}.With("client_id", client["client_id"]).
		With("mapped_fields", examined.Mapped).
		With("validation", shownValidation(examined))
	if isThere {
		return answer.OK(out)
	}
	return answer.Created(out)
}

func shownValidation(examined *rules.Examined) object.Document {
	return object.Document{}.With("valid", len(examined.Violations) == 0).
		With("violations", object.Array(examined.Violations...)).
		With("warnings", object.Array(examined.Warnings...))
}
