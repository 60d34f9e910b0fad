package api

import (
	"io"
	"net/http"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
)

// register is POST /oidc/register: Dynamic Client Registration. As at Auth0, anybody who reaches it may register an
// application, and a token is ignored.
func (a *API) register(w http.ResponseWriter, r *http.Request) {
	body, readErr := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
	send := a.respond(r, func(now time.Time) (answer.Reply, error) {
		// Like a login, a registration sees the settings with replication lag.
		settings := a.Store.Seen(now).Settings
		if !object.Flag(object.Child(settings, "flags"), "enable_dynamic_client_registration") {
			return answer.Reply{}, answer.BadRequest("", "dynamic client registration is disabled")
		}
		metadata, err := decodeBody(r, body, readErr)
		if err != nil {
			return answer.Reply{}, err
		}
		client, err := rules.RegisterClient(a.Store.Current, metadata, object.Text(settings, rules.RegistrationMode), now)
		if err != nil {
			return answer.Reply{}, err
		}
		return answer.Created(registered(client))
	})
	send(w)
}

// registered is the answer to a registration.
//
// Assumption: its status is 201, as RFC 7591 and older documentation have it; Auth0's API reference says 200.
func registered(client object.Object) object.Document {
	out := object.Document{}.With("client_name", client["name"]).With("client_id", client["client_id"])
	if object.Text(client, "token_endpoint_auth_method") != "none" {
		out = out.With("client_secret", client["client_secret"])
	}
	out = out.With("redirect_uris", client["callbacks"]).
		With("client_secret_expires_at", 0).
		With("grant_types", client["grant_types"]).
		With("token_endpoint_auth_method", client["token_endpoint_auth_method"])
	if logo, sent := client["logo_uri"]; sent {
		out = out.With("logo_uri", logo)
	}
	return out
}
