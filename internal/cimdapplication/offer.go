package cimdapplication

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// offer is what a registration would bring, as a preview tells.
type offer struct {
	URL        string    `json:"url"`
	Document   *document `json:"document,omitempty"`
	Failure    string    `json:"failure,omitempty"`    // why the document could not be fetched
	Violations []string  `json:"violations,omitempty"` // why it cannot be registered
	Warnings   []string  `json:"warnings,omitempty"`
	ClientID   string    `json:"client_id,omitempty"` // of the application that is registered with the URL
}

// preview asks what a registration would bring. The error is that of the call, of which the document is not the cause.
func (r *Resource) preview(ctx context.Context, documentAt string) (*offer, error) {
	preview, err := r.Client.PreviewDocument(ctx, documentAt)
	if isOfDocument(err) {
		return &offer{URL: documentAt, Failure: err.Error()}, nil
	}
	if err != nil {
		return nil, err
	}
	offered := offerOf(preview)
	offered.URL = documentAt
	return offered, nil
}

// isOfDocument reports whether what is at the URL may be the reason why a preview failed.
func isOfDocument(err error) bool {
	e, ok := errors.AsType[*auth0.Error](err)
	return ok && !e.RateLimited &&
		(e.StatusCode == http.StatusBadRequest || e.StatusCode >= http.StatusInternalServerError)
}

func offerOf(preview *auth0.DocumentPreview) *offer {
	o := &offer{ClientID: preview.ClientID}
	switch validation := preview.Validation; {
	case len(preview.Errors) > 0:
		o.Failure = auth0.Printable(strings.Join(preview.Errors, "; "))
		return o
	case validation == nil:
		o.Failure = "Auth0 did not say whether the document is valid"
		return o
	default:
		o.Warnings = printable(validation.Warnings)
		o.Violations = printable(validation.Violations)
		if !validation.Valid && len(o.Violations) == 0 {
			o.Violations = []string{"Auth0 calls it invalid, and does not say why"}
		}
	}
	if preview.MappedFields != nil {
		o.Document = mappedDocument(preview.MappedFields)
	} else if len(o.Violations) == 0 {
		o.Failure = "Auth0 did not say what it would take over"
	}
	return o
}

func printable(texts []string) []string {
	var out []string
	for _, text := range texts {
		out = append(out, auth0.Printable(text))
	}
	return out
}

// offerKey is where the private state keeps the offer of the last refresh, if it is not what the state has already.
const offerKey = "offer"

// keepOffer keeps an offer. One that brings nothing new, and of which there is nothing to say, is not kept, because a
// private state that changes shows in a plan that only refreshes.
func keepOffer(ctx context.Context, private tf.PrivateWriter, o *offer, current *document, diags *diag.Diagnostics) {
	var encoded []byte
	if o != nil && (o.Failure != "" || len(o.Violations) > 0 || !o.Document.isSame(current)) {
		encoded, _ = json.Marshal(o) //nolint:errchkjson // texts have JSON
	}
	diags.Append(private.SetKey(ctx, offerKey, encoded)...)
}

func offerIn(ctx context.Context, private tf.PrivateReader) *offer {
	encoded, diags := private.GetKey(ctx, offerKey)
	if diags.HasError() || encoded == nil {
		return nil
	}
	var o offer
	if json.Unmarshal(encoded, &o) != nil {
		return nil
	}
	return &o
}
