package rules

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/publisher"
)

// Examined is the result of examining a client ID metadata document: the mapped members, errors and warnings.
type Examined struct {
	Mapped     object.Object
	Keys       []documentKey
	Violations []string
	Warnings   []string
}

// documentProperties are the properties of a document that Auth0 supports.
//
// Assumption: response_types is one of them, and description holds the description.
var documentProperties = []string{
	"client_id", "client_name", "redirect_uris", "grant_types", "application_type", "token_endpoint_auth_method",
	"jwks_uri", "jwks", "logo_uri", "description", "response_types", "client_secret", "client_secret_expires_at",
}

// ExamineDocument checks the document that was fetched from the URL, and maps it to the members of an application.
//
// Assumption: the wording of violations, and of all warnings but those about grant types and unsupported properties. An
// invalid document is mapped as far as possible.
func ExamineDocument(documentAt string, found *publisher.Document) *Examined {
	e := &Examined{Mapped: object.Object{"external_client_id": documentAt}}
	metadata := found.Metadata
	if object.Text(metadata, "client_id") != documentAt {
		e.violate("client_id must be the URL of the document")
	}
	e.takeTexts(metadata)
	e.takeType(metadata)
	e.takeRedirectURIs(metadata)
	e.takeGrantTypes(metadata)
	e.takeAuthentication(documentAt, found)
	if unsupported := unsupportedProperties(metadata); len(unsupported) > 0 {
		e.warn("Ignoring unsupported properties: %s. These properties are not validated or mapped to the Auth0 client "+
			"configuration.", strings.Join(unsupported, ", "))
	}
	return e
}

func (e *Examined) violate(format string, args ...any) {
	e.Violations = append(e.Violations, fmt.Sprintf(format, args...))
}

func (e *Examined) warn(format string, args ...any) {
	e.Warnings = append(e.Warnings, fmt.Sprintf(format, args...))
}

// maxDescription is how long the description of an application may be, in characters.
const maxDescription = 140

func (e *Examined) takeTexts(metadata object.Object) {
	name := object.Text(metadata, "client_name")
	if name == "" || strings.ContainsAny(name, "<>") {
		e.violate("client_name must be a name without < and >")
	}
	e.Mapped["name"] = name
	if logo, sent := metadata["logo_uri"]; sent {
		if parsed, err := url.Parse(object.Text(metadata, "logo_uri")); err != nil || parsed.Scheme != "https" {
			e.violate("logo_uri must be an https URL")
		}
		e.Mapped["logo_uri"] = logo
	}
	if description, sent := metadata["description"]; sent {
		text, isText := description.(string)
		if !isText || len([]rune(text)) > maxDescription {
			e.violate("description must have at most %d characters", maxDescription)
		}
		e.Mapped["description"] = description
	}
}

func (e *Examined) takeType(metadata object.Object) {
	e.Mapped["app_type"] = "regular_web"
	if given, sent := metadata["application_type"]; sent {
		switch given {
		case "web":
		case "native":
			e.Mapped["app_type"] = "native"
		default:
			e.violate("application_type must be native or web")
		}
	}
}

func (e *Examined) takeRedirectURIs(metadata object.Object) {
	uris := object.List(metadata, "redirect_uris")
	given, _ := metadata["redirect_uris"].([]any)
	if len(uris) == 0 || len(uris) != len(given) {
		e.violate("redirect_uris must be a list of at least one URL")
	}
	if len(slices.Compact(slices.Sorted(slices.Values(uris)))) != len(uris) {
		e.violate("redirect_uris must be unique")
	}
	for _, uri := range uris {
		parsed, err := url.Parse(uri)
		switch {
		case err != nil, parsed.Hostname() == "", parsed.Fragment != "", strings.Contains(uri, "*"):
			e.violate("redirect_uris: %s is not an exact absolute URL", uri)
		case parsed.Scheme == "https":
		case parsed.Scheme == "http" && isLocalHost(parsed.Hostname()) && e.Mapped["app_type"] == "native":
		default:
			e.violate("redirect_uris: %s must use https, or be a loopback address of a native application", uri)
		}
	}
	e.Mapped["callbacks"] = object.Array(uris...)
}

// takeGrantTypes copies the grant types that such applications may use.
//
// Assumption: a document without grant_types has authorization_code, as RFC 7591 says.
func (e *Examined) takeGrantTypes(metadata object.Object) {
	asked := object.List(metadata, "grant_types")
	if _, sent := metadata["grant_types"]; !sent {
		asked = []string{"authorization_code"}
	}
	kept := []string{}
	for _, grantType := range asked {
		if grantType == "authorization_code" || grantType == "refresh_token" {
			kept = append(kept, grantType)
		} else {
			e.warn("Grant type not supported: '%s'", grantType)
		}
	}
	if len(kept) == 0 {
		e.violate("grant_types must include authorization_code or refresh_token")
	}
	e.Mapped["grant_types"] = object.Array(kept...)
}

// takeAuthentication copies the authentication method.
//
// Assumption: without token_endpoint_auth_method it is none; otherwise it is copied unchanged.
func (e *Examined) takeAuthentication(documentAt string, found *publisher.Document) {
	metadata := found.Metadata
	if metadata["jwks"] != nil {
		e.violate("jwks is not supported, use jwks_uri (invalid_client_metadata)")
	}
	for _, name := range []string{"client_secret", "client_secret_expires_at"} {
		if metadata[name] != nil {
			e.violate("%s is not allowed, because the document is public", name)
		}
	}
	method := object.Text(metadata, "token_endpoint_auth_method")
	keysAt := object.Text(metadata, "jwks_uri")
	switch method {
	case "", "none":
		e.Mapped["token_endpoint_auth_method"] = "none"
	case "private_key_jwt":
		e.Mapped["token_endpoint_auth_method"] = method
		e.Mapped["jwks_uri"] = keysAt
		switch {
		case keysAt == "":
			e.violate("private_key_jwt requires jwks_uri")
		case !publisher.SameOrigin(keysAt, documentAt):
			e.violate("jwks_uri must have the origin of the document")
		case found.Keys == nil:
			e.violate("jwks_uri could not be retrieved: %s", found.KeysFail)
		default:
			e.takeKeys(found.Keys)
		}
	default:
		e.violate("token_endpoint_auth_method must be none or private_key_jwt")
	}
}

// takeKeys copies the keys.
func (e *Examined) takeKeys(set object.Object) {
	mapped := []any{}
	for i, given := range object.Objects(set["keys"]) {
		key, err := readDocumentKey(given)
		if err != nil {
			e.violate("jwks_uri: key %d %s", i+1, err)
			continue
		}
		e.Keys = append(e.Keys, key)
		mapped = append(mapped, object.Object{"credential_type": "public_key", "kid": key.kid, "alg": key.alg})
	}
	kid := func(key documentKey) string { return key.kid }
	switch {
	case len(mapped) == 0:
		e.violate("jwks_uri must have at least one usable key")
	case len(mapped) > maxAttached:
		e.violate("jwks_uri has %d keys, maximum %d", len(mapped), maxAttached)
	case len(e.kids(kid)) != len(mapped):
		e.violate("jwks_uri has keys with the same kid")
	}
	e.Mapped["client_authentication_methods"] = object.Object{"private_key_jwt": object.Object{"credentials": mapped}}
}

func (e *Examined) kids(of func(documentKey) string) map[string]bool {
	found := map[string]bool{}
	for _, key := range e.Keys {
		found[of(key)] = true
	}
	return found
}

func unsupportedProperties(metadata object.Object) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(metadata)), func(name string) bool {
		return slices.Contains(documentProperties, name)
	})
}
