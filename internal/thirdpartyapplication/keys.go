package thirdpartyapplication

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// knownKeys is what the state knows of the keys of an application.
type knownKeys struct {
	prior        credentials
	others       []string // ids of keys that are none of prior's, see unanswered
	isFirstSight bool     // see shownCredentials
}

// firstSightKey is where the private state of a moved application notes that it has not been read yet.
const firstSightKey = "first_sight"

func (m *model) knownKeys(ctx context.Context, private tf.PrivateReader, diags *diag.Diagnostics) knownKeys {
	prior, _ := credentialsIn(m.ClientAuthenticationMethods, diags)
	isMoved, moreDiags := private.GetKey(ctx, firstSightKey)
	diags.Append(moreDiags...)
	isImported := m.Name.IsNull() // an import knows the client_id alone
	return knownKeys{prior: prior, others: othersIn(ctx, private), isFirstSight: isImported || isMoved != nil}
}

// readKeys returns the keys that the application authenticates with, and what is left of those that it once had. They
// are asked for only if there may be any.
func (r *Resource) readKeys(ctx context.Context, app *auth0.Application, known knownKeys) (credentials, error) {
	active := app.AttachedCredentials()
	if len(active) == 0 && len(known.prior) == 0 {
		return nil, nil
	}
	registered, err := r.Client.ListCredentials(ctx, app.ClientID)
	if err != nil {
		return nil, err
	}
	shown := shownCredentials(active, registered, known.prior, known.isFirstSight)
	for id, key := range known.prior.answered(registered, known.others) {
		if !shown.has(id) {
			shown[id] = key
		}
	}
	return shown, nil
}

// created returns the keys that were registered together with the application. The answer to the creation shows them
// whole. One that was lost and found out by reading shows their ids alone, and then they are listed. Should that
// fail, it is left to the next refresh: the application exists, and an error now would make Terraform replace it.
func (r *Resource) created(ctx context.Context, app *auth0.Application, keys credentials) credentials {
	if keys == nil {
		return nil
	}
	registered := inOrderSent(app, keys)
	isNotWhole := func(one auth0.Credential) bool { return one.KID == "" }
	if len(registered) < len(keys) || slices.ContainsFunc(registered, isNotWhole) {
		if listed, err := r.Client.ListCredentials(ctx, app.ClientID); err == nil {
			registered = append(listed, registered...)
		}
	}
	for name, key := range keys {
		var one auth0.Credential
		if i := slices.IndexFunc(registered, func(one auth0.Credential) bool { return one.Name == name }); i >= 0 {
			one = registered[i]
		}
		keys[name] = key.registeredAs(one)
	}
	return keys
}

// inOrderSent returns what the answer to the creation of an application tells about its keys. Those without a name
// are in the order in which they were sent.
func inOrderSent(app *auth0.Application, keys credentials) []auth0.Credential {
	methods := app.ClientAuthenticationMethods
	if methods == nil || methods.PrivateKeyJWT == nil {
		return nil
	}
	registered := slices.Clone(methods.PrivateKeyJWT.Credentials)
	for i, name := range keys.names() {
		if i < len(registered) && registered[i].Name == "" {
			registered[i].Name = name
		}
	}
	return registered
}

// registeredAs fills in what Auth0 generated.
func (key credential) registeredAs(one auth0.Credential) credential {
	key.ID = tf.StringOrNull(one.ID)
	key.KID = application.Known(key.KID, tf.StringOrNull(one.KID))
	return key
}
