package rules

import (
	"slices"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// CheckDocumentsSupported refuses to register a document if the tenant requires client_id_metadata_document_supported
// and it is off.
func CheckDocumentsSupported(t *tenant.Tenant) error {
	if t.Variants[tenant.DocumentsWithSetting] && !object.Flag(t.Settings, "client_id_metadata_document_supported") {
		return answer.Forbidden("feature_not_enabled", "Client ID Metadata Documents are not enabled for this tenant.")
	}
	return nil
}

// DescribedBy returns the application that the document at the URL describes, nil if there is none.
func DescribedBy(t *tenant.Tenant, documentAt string) object.Object {
	return t.Clients.Find(func(client object.Object) bool {
		return IsSelfDescribed(client) && object.Text(client, "external_client_id") == documentAt
	})
}

// RegisterDescribed creates the application that an examined document describes, or updates it if it exists.
func RegisterDescribed(t *tenant.Tenant, e *Examined, now time.Time) (object.Object, error) {
	before := DescribedBy(t, object.Text(e.Mapped, "external_client_id"))
	client := object.Object{
		"is_first_party":               false,
		"third_party_security_mode":    "strict",
		"external_metadata_type":       "cimd",
		"external_metadata_created_by": "admin",
	}
	if before != nil {
		client = object.Clone(before)
		client["updated_at"] = now.UTC().Format(object.TimeFormat)
	} else if err := CheckQuota(t); err != nil {
		return nil, err
	}
	takeMapped(client, e.Mapped)
	ApplyClientDefaults(client, t, now)
	if err := CheckClient(t, withoutKeys(client)); err != nil {
		return nil, err
	}
	if err := takeDocumentKeys(t, client, e.Keys, now); err != nil {
		return nil, err
	}
	id := object.Text(client, "client_id")
	if before != nil {
		t.Clients.Set(id, client)
	} else {
		t.Clients.Add(id, client, now)
	}
	return client, nil
}

// takeMapped sets the members that the document determines.
//
// Assumption: this overwrites what an administrator has set, but without a description in the document, the description
// stays.
func takeMapped(client, mapped object.Object) {
	for _, name := range []string{
		"external_client_id", "name", "app_type", "callbacks", "logo_uri", "description", "grant_types", "jwks_uri",
	} {
		if value, maps := mapped[name]; maps {
			client[name] = value
		} else if name != "description" {
			delete(client, name)
		}
	}
	delete(client, "token_endpoint_auth_method")
	if object.Text(mapped, "token_endpoint_auth_method") == "none" {
		client["token_endpoint_auth_method"] = "none"
	}
}

// withoutKeys returns the application without keys, so that it can be checked before they are added.
func withoutKeys(client object.Object) object.Object {
	out := object.Clone(client)
	delete(out, "client_authentication_methods")
	return out
}

// takeDocumentKeys makes credentials from the keys of a document. If the application already has a key with the same
// kid, that key stays, even if the document's differs. Keys that the document no longer names are deleted.
func takeDocumentKeys(t *tenant.Tenant, client object.Object, named []documentKey, now time.Time) error {
	clientID := object.Text(client, "client_id")
	kids := map[string]string{} // ids of credentials
	for _, r := range t.Credentials.Matching(BelongsTo(clientID)) {
		kids[object.Text(r.Data, "kid")] = object.Text(r.Data, "id")
	}
	references := []any{}
	for _, key := range named {
		id, isThere := kids[key.kid]
		if !isThere {
			credential, err := NewCredential(t, object.Object{
				"credential_type": "public_key", "kid": key.kid, "alg": key.alg, CredentialPEM: key.pem,
			}, clientID, now)
			if err != nil {
				return err
			}
			id = object.Text(credential, "id")
			t.Credentials.Add(id, credential, now)
		}
		references = append(references, object.Object{"id": id})
	}
	delete(client, "client_authentication_methods")
	if len(references) > 0 {
		client["client_authentication_methods"] = object.Object{
			"private_key_jwt": object.Object{"credentials": references},
		}
	}
	attached := References(client)
	t.Credentials.RemoveWhere(func(credential object.Object) bool {
		return BelongsTo(clientID)(credential) && !slices.Contains(attached, object.Text(credential, "id"))
	})
	return nil
}
