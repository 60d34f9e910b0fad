package emulator

import (
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
)

const registrationPath = "/oidc/register"

// register is POST /oidc/register: Dynamic Client Registration. It is open, as at Auth0: whoever reaches it may register an
// application, and a token is not looked at.
func (s *Server) register(w http.ResponseWriter, r *http.Request) {
	body, readErr := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	send := s.respond(r, func(now time.Time) (answer.Reply, error) {
		// Like a login, a registration sees the settings as they have spread.
		settings := s.seen(now).settings
		if !object.Flag(object.Child(settings, "flags"), "enable_dynamic_client_registration") {
			return answer.Reply{}, answer.BadRequest("", "dynamic client registration is disabled")
		}
		metadata, err := decodeBody(r, body, readErr)
		if err != nil {
			return answer.Reply{}, err
		}
		return s.tenant.registerClient(metadata, object.Text(settings, registrationModeMember), now)
	})
	send(w)
}

// registerClient makes the application that the metadata describes. Metadata it does not know is ignored, as RFC 7591 asks.
//
// Assumption: none has an app_type, and client_secret_basic is allowed beside the two documented methods of authentication.
func (t *tenant) registerClient(given any, mode string, now time.Time) (answer.Reply, error) {
	for _, part := range []*schema.Validator{schema.RegistrationMetadata, schema.RegistrationRedirectURIs} {
		if err := part.Check(given); err != nil {
			return answer.Reply{}, err
		}
	}
	metadata, _ := given.(object.Object)
	client := object.Object{
		"is_first_party":               false,
		"third_party_security_mode":    t.registeredMode(mode),
		"callbacks":                    metadata["redirect_uris"],
		"token_endpoint_auth_method":   "client_secret_post",
		"external_metadata_type":       "dcr",
		"external_metadata_created_by": "client",
	}
	for from, to := range map[string]string{"client_name": "name", "logo_uri": "logo_uri", "token_endpoint_auth_method": "token_endpoint_auth_method"} {
		if value, sent := metadata[from]; sent {
			client[to] = value
		}
	}
	if _, sent := metadata["grant_types"]; sent {
		client["grant_types"] = object.Array(allowedGrantTypes(client, object.List(metadata, "grant_types"))...)
	}
	object.SetDefault(client, "name", "My App")
	applyClientDefaults(client, t, now)
	if isStrict(client) {
		if err := checkExactURLs(client, "callbacks", answer.InvalidRedirectURI); err != nil {
			return answer.Reply{}, err
		}
	}
	if err := t.checkClient(client); err != nil {
		return answer.Reply{}, err
	}
	if err := t.checkQuota(); err != nil {
		return answer.Reply{}, err
	}
	t.clients.add(object.Text(client, "client_id"), client, now)
	return answer.Created(registered(client))
}

// registeredMode is the security mode of applications that register themselves.
//
// Assumption: a tenant that has not chosen a mode gives them that of third-party applications created without one: strict,
// unless the tenant is older than April 2026.
func (t *tenant) registeredMode(chosen string) string {
	if chosen != "" {
		return chosen
	}
	return t.defaultSecurityMode()
}

// allowedGrantTypes filters what was asked for, as documented: the answer shows what the application may use.
//
// Assumption: nothing is added where nothing is left.
func allowedGrantTypes(client object.Object, asked []string) []string {
	return slices.DeleteFunc(asked, func(grantType string) bool { return !mayUse(client, grantType) })
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
