package api

import (
	"maps"
	"net/http"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
)

var credentialKeys = object.Order{
	"id",
	"credential_type",
	"name",
	"kid",
	"alg",
	"thumbprint_sha256",
	"subject_dn",
	"created_at",
	"updated_at",
	"expires_at",
}

func credentialEndpoints() []endpoint {
	return []endpoint{
		{
			http.MethodGet,
			"/clients/{id}/credentials",
			one("read:client_credentials"),
			schema.Queries["credentials"],
			nil,
			listCredentials,
		},
		{
			http.MethodPost,
			"/clients/{id}/credentials",
			one("create:client_credentials"),
			schema.Queries["none"],
			schema.Credentials.Create,
			createCredential,
		},
		{
			http.MethodGet,
			"/clients/{id}/credentials/{credential_id}",
			one("read:client_credentials"),
			schema.Queries["none"],
			nil,
			getCredential,
		},
		{
			http.MethodPatch,
			"/clients/{id}/credentials/{credential_id}",
			one("update:client_credentials"),
			schema.Queries["none"],
			schema.Credentials.Update,
			updateCredential,
		},
		{
			http.MethodDelete,
			"/clients/{id}/credentials/{credential_id}",
			one("delete:client_credentials"),
			schema.Queries["none"],
			nil,
			deleteCredential,
		},
	}
}

// listCredentials shows all credentials of an application, the newest first.
//
// Assumption: page, per_page and include_totals, which recorded calls carry, change nothing: the answer is a bare array
// of all credentials, four at most.
func listCredentials(c *call) (answer.Reply, error) {
	if c.tenant.Clients.Get(c.id("id")) == nil {
		return answer.Reply{}, answer.ErrClientMissing
	}
	out := []any{}
	for _, r := range slices.Backward(c.tenant.Credentials.Matching(rules.BelongsTo(c.id("id")))) {
		out = append(out, showCredential(r.Data))
	}
	return answer.OK(out)
}

func createCredential(c *call) (answer.Reply, error) {
	if c.tenant.Clients.Get(c.id("id")) == nil {
		return answer.Reply{}, answer.ErrClientMissing
	}
	credential, err := rules.NewCredential(c.tenant, c.object(), c.id("id"), c.now)
	if err != nil {
		return answer.Reply{}, err
	}
	if err := rules.CheckNewCredentials(c.tenant, c.id("id"), credential); err != nil {
		return answer.Reply{}, err
	}
	c.tenant.Credentials.Add(object.Text(credential, "id"), credential, c.now)
	return answer.Created(showCredential(credential))
}

func getCredential(c *call) (answer.Reply, error) {
	credential, err := c.credential()
	if err != nil {
		return answer.Reply{}, err
	}
	return answer.OK(showCredential(credential))
}

func updateCredential(c *call) (answer.Reply, error) {
	credential, err := c.credential()
	if err != nil {
		return answer.Reply{}, err
	}
	next := maps.Clone(credential)
	next["expires_at"] = c.object()["expires_at"]
	rules.ShowMilliseconds(next)
	next["updated_at"] = c.now.UTC().Format(object.TimeFormat)
	c.tenant.Credentials.Set(object.Text(next, "id"), next)
	return answer.OK(showCredential(next))
}

// deleteCredential deletes a credential. It succeeds even if the credential is gone.
//
// Assumption: a credential an application still authenticates with is deleted as well, and its reference with it.
func deleteCredential(c *call) (answer.Reply, error) {
	id := c.id("credential_id")
	if credential := c.tenant.Credentials.Get(id); object.Text(credential, rules.CredentialClientID) != c.id("id") {
		return answer.NoContent()
	}
	c.tenant.Credentials.Remove(id)
	client := object.Clone(c.tenant.Clients.Get(c.id("id")))
	for _, method := range object.Child(client, "client_authentication_methods") {
		if holder, isObject := method.(object.Object); isObject {
			rules.DropReference(holder, id)
		}
	}
	c.tenant.Clients.Set(c.id("id"), client)
	return answer.NoContent()
}

func (c *call) credential() (object.Object, error) {
	if c.tenant.Clients.Get(c.id("id")) == nil {
		return nil, answer.ErrClientMissing
	}
	credential := c.tenant.Credentials.Get(c.id("credential_id"))
	if object.Text(credential, rules.CredentialClientID) != c.id("id") {
		// Assumption: the wording and code; only the status is documented.
		return nil, answer.NotFound("inexistent_credential", "The credential does not exist")
	}
	return credential, nil
}

func showCredential(credential object.Object) object.Document {
	return credentialKeys.Arrange(shownCredential(credential))
}

func shownCredential(credential object.Object) object.Object {
	shown := object.Clone(credential)
	delete(shown, rules.CredentialClientID)
	delete(shown, rules.CredentialPEM)
	return shown
}

// showWhole replaces references with the credentials, as the answer to a creation shows them.
func showWhole(client object.Object, credentials []object.Object) {
	for _, holder := range rules.CredentialHolders(client) {
		for _, reference := range object.Objects(holder["credentials"]) {
			for _, credential := range credentials {
				if credential["id"] == reference["id"] {
					maps.Copy(reference, shownCredential(credential))
				}
			}
		}
	}
}
