package emulator

import (
	"io"
	"net/http"
	"slices"
	"time"
)

const (
	registrationPath  = "/oidc/register"
	registrationRoute = http.MethodPost + " " + registrationPath
)

// Refusals of a registration carry these codes.
//
// Assumption: they are the codes of RFC 7591 in the envelope of the Management API's refusals. That envelope is what was
// seen of tenants with registration disabled; no other refusal was recorded.
const (
	invalidMetadata    = "invalid_client_metadata"
	invalidRedirectURI = "invalid_redirect_uri"
)

var registrationMetadata, registrationRedirectURIs = loadRegistration()

// loadRegistration compiles schemas/registration.json. Redirect URIs are apart, because their faults have another code.
func loadRegistration() (metadata, redirectURIs *validator) {
	var file struct {
		Metadata     object `json:"metadata"`
		RedirectURIs object `json:"redirect_uris"`
	}
	readSchema("registration", &file)
	part := func(name string, schema object, code string) *validator {
		return &validator{schema: compile(name, schema), part: "Payload", code: code}
	}
	return part("registration-metadata", file.Metadata, invalidMetadata),
		part("registration-redirect-uris", file.RedirectURIs, invalidRedirectURI)
}

// register is POST /oidc/register: Dynamic Client Registration. It is open, as at Auth0: whoever reaches it may register an
// application, and a token is not looked at.
func (s *Server) register(w http.ResponseWriter, r *http.Request) {
	body, readErr := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	send := s.respond(r, func(now time.Time) (reply, error) {
		// Like a login, a registration sees the settings as they have spread.
		settings := s.seen(now).settings
		if !flag(child(settings, "flags"), "enable_dynamic_client_registration") {
			return reply{}, badRequest("", "dynamic client registration is disabled")
		}
		metadata, err := decodeBody(r, body, readErr)
		if err != nil {
			return reply{}, err
		}
		return s.tenant.registerClient(metadata, text(settings, registrationModeMember), now)
	})
	send(w)
}

// registerClient makes the application that the metadata describes. Metadata it does not know is ignored, as RFC 7591 asks.
//
// Assumption: none has an app_type, and client_secret_basic is allowed beside the two documented methods of authentication.
func (t *tenant) registerClient(given any, mode string, now time.Time) (reply, error) {
	for _, part := range []*validator{registrationMetadata, registrationRedirectURIs} {
		if err := part.check(given); err != nil {
			return reply{}, err
		}
	}
	metadata, _ := given.(object)
	client := object{
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
		client["grant_types"] = array(allowedGrantTypes(client, list(metadata, "grant_types"))...)
	}
	setDefault(client, "name", "My App")
	applyClientDefaults(client, t, now)
	if isStrict(client) {
		if err := checkExactURLs(client, "callbacks", invalidRedirectURI); err != nil {
			return reply{}, err
		}
	}
	if err := t.checkClient(client); err != nil {
		return reply{}, err
	}
	if err := t.checkQuota(); err != nil {
		return reply{}, err
	}
	t.clients.add(text(client, "client_id"), client, now)
	return created(registered(client))
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
func allowedGrantTypes(client object, asked []string) []string {
	return slices.DeleteFunc(asked, func(grantType string) bool { return !mayUse(client, grantType) })
}

// registered is the answer to a registration.
//
// Assumption: its status is 201, as RFC 7591 and older documentation have it; Auth0's API reference says 200.
func registered(client object) document {
	out := document{}.with("client_name", client["name"]).with("client_id", client["client_id"])
	if text(client, "token_endpoint_auth_method") != "none" {
		out = out.with("client_secret", client["client_secret"])
	}
	out = out.with("redirect_uris", client["callbacks"]).
		with("client_secret_expires_at", 0).
		with("grant_types", client["grant_types"]).
		with("token_endpoint_auth_method", client["token_endpoint_auth_method"])
	if logo, sent := client["logo_uri"]; sent {
		out = out.with("logo_uri", logo)
	}
	return out
}
