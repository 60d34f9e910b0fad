package cimdapplication

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// stored is what a read showed of an application last: its part of the document, and its keys.
type stored struct {
	Document *document           `json:"document"`
	Keys     map[string][]string `json:"keys"` // kid and algorithm, by the id of the credential
}

// storedKey is where the private state keeps it.
const storedKey = "stored"

func storedIn(ctx context.Context, private tf.PrivateReader) *stored {
	var s stored
	encoded, diags := private.GetKey(ctx, storedKey)
	if diags.HasError() || json.Unmarshal(encoded, &s) != nil || s.Document == nil {
		return nil
	}
	return &s
}

func (s *stored) keep(ctx context.Context, private tf.PrivateWriter, diags *diag.Diagnostics) {
	encoded, _ := json.Marshal(s) //nolint:errchkjson // texts have JSON
	diags.Append(private.SetKey(ctx, storedKey, encoded)...)
}

// look returns what the application shows. Its keys are asked for only if it has others than before.
func (r *Resource) look(ctx context.Context, app *auth0.Application, before *stored) (*stored, error) {
	now := &stored{Keys: map[string][]string{}}
	attached := app.AttachedCredentials()
	isKnown := func(id string) bool { return before != nil && len(before.Keys[id]) == 2 }
	if slices.ContainsFunc(attached, func(id string) bool { return !isKnown(id) }) {
		credentials, err := r.Client.ListCredentials(ctx, app.ClientID)
		if err != nil {
			return nil, err
		}
		for _, one := range credentials {
			if slices.Contains(attached, one.ID) {
				now.Keys[one.ID] = []string{one.KID, one.Alg}
			}
		}
	} else {
		for _, id := range attached {
			now.Keys[id] = before.Keys[id]
		}
	}
	keys := map[string]string{}
	for _, key := range now.Keys {
		keys[key[0]] = key[1]
	}
	now.Document = appliedDocument(app, keys)
	return now, nil
}

// documentNow returns the document that an application was registered from, as far as a read tells. What the read shows
// as it did before is as it was in the state, be it in another form; what differs is as it is shown. Members that an
// administrator has set are none of the document's.
func documentNow(before, now *stored, state *model) *document {
	was := documentIn(state.Document)
	if before == nil || was == nil {
		return now.Document
	}
	d := *was
	shown, had := now.Document, before.Document
	take(&d.Name, had.Name, shown.Name)
	take(&d.LogoURI, had.LogoURI, shown.LogoURI)
	take(&d.AuthMethod, had.AuthMethod, shown.AuthMethod)
	take(&d.JWKSURI, had.JWKSURI, shown.JWKSURI)
	if !slices.Equal(had.Callbacks, shown.Callbacks) {
		d.Callbacks = shown.Callbacks
	}
	if !maps.Equal(had.Keys, shown.Keys) {
		d.Keys = shown.Keys
	}
	if state.AppType.ValueString() == was.AppType {
		take(&d.AppType, had.AppType, shown.AppType)
	}
	if state.Description.ValueString() == was.Description {
		take(&d.Description, had.Description, shown.Description)
	}
	isOverridden := !slices.Equal(sorted(tf.Strings(state.GrantTypes)), was.GrantTypes)
	if !isOverridden && !slices.Equal(had.GrantTypes, shown.GrantTypes) {
		d.GrantTypes = shown.GrantTypes
	}
	return &d
}

func take(into *string, before, now string) {
	if before != now {
		*into = now
	}
}
