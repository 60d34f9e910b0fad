package schema

import (
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// RegistrationMetadata and RegistrationRedirectURIs check the two parts of a registration.
var RegistrationMetadata, RegistrationRedirectURIs = loadRegistration() //nolint:revive // one file holds both

// loadRegistration compiles registration.json. Redirect URIs have their own schema, because their errors have another
// code.
func loadRegistration() (metadata, redirectURIs *Validator) {
	var file struct {
		Metadata     object.Object `json:"metadata"`
		RedirectURIs object.Object `json:"redirect_uris"`
	}
	readSchema("registration", &file)
	part := func(name string, schema object.Object, code string) *Validator {
		return &Validator{Schema: compile(name, schema), part: "Payload", code: code}
	}
	return part("registration-metadata", file.Metadata, answer.InvalidMetadata),
		part("registration-redirect-uris", file.RedirectURIs, answer.InvalidRedirectURI)
}
