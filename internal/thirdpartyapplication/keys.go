package thirdpartyapplication

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// readKeys returns the keys that the application authenticates with, and what is left of those that it once had. They
// are asked for only where there may be any. others are the ids of keys that are none of prior's, see unanswered.
func (r *Resource) readKeys(ctx context.Context, app *auth0.Application, prior credentials, others []string) (credentials, error) {
	var active []auth0.CredentialRef
	if methods := app.ClientAuthenticationMethods; methods != nil && methods.PrivateKeyJWT != nil {
		active = methods.PrivateKeyJWT.Credentials
	}
	if len(active) == 0 && len(prior) == 0 {
		return nil, nil
	}
	registered, err := r.client.ListCredentials(ctx, app.ClientID)
	if err != nil {
		return nil, err
	}
	shown := shownCredentials(active, registered, prior)
	for id, key := range prior.answered(registered, others) {
		if _, isActive := shown.nameOf(id); !isActive {
			shown[id] = key
		}
	}
	return shown, nil
}

// created returns the keys that were registered together with the application. The answer tells their ids alone, in the
// order in which they were sent; what Auth0 generated is read. Should that fail, it is left to the next refresh: the
// application exists, and an error now would make Terraform replace it.
func (r *Resource) created(ctx context.Context, app *auth0.Application, keys credentials) credentials {
	if keys == nil {
		return nil
	}
	registered := inOrderSent(app, keys)
	if listed, err := r.client.ListCredentials(ctx, app.ClientID); err == nil {
		registered = append(listed, registered...)
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

// inOrderSent returns what the answer to the creation of an application tells about its keys.
func inOrderSent(app *auth0.Application, keys credentials) []auth0.Credential {
	var registered []auth0.Credential
	if methods := app.ClientAuthenticationMethods; methods != nil && methods.PrivateKeyJWT != nil {
		for i, name := range keys.names() {
			if i < len(methods.PrivateKeyJWT.Credentials) {
				registered = append(registered, auth0.Credential{ID: methods.PrivateKeyJWT.Credentials[i].ID, Name: name})
			}
		}
	}
	return registered
}

// registeredAs fills in what Auth0 generated.
func (key credential) registeredAs(one auth0.Credential) credential {
	key.ID = tf.StringOrNull(one.ID)
	key.KID = known(key.KID, tf.StringOrNull(one.KID))
	return key
}

// keyring takes the keys of one application through an update.
type keyring struct {
	client   *auth0.Client
	clientID string
	before   credentials        // those of the state
	wanted   credentials        // those of the plan; the ids are filled in as they are registered
	present  credentials        // those that the state should hold by now
	there    []auth0.Credential // those that were there before the first registration; nil until that
}

func (r *Resource) keysOf(plan, state *model, diags *diag.Diagnostics) *keyring {
	before, _ := credentialsIn(state.ClientAuthenticationMethods, diags)
	wanted, _ := credentialsIn(plan.ClientAuthenticationMethods, diags)
	present := credentials{}
	maps.Copy(present, before)
	return &keyring{client: r.client, clientID: state.ClientID.ValueString(), before: before, wanted: wanted, present: present}
}

// register registers the new keys. Until they are activated they stand in the state under their ids, as leftovers.
func (k *keyring) register(ctx context.Context) error {
	for _, name := range k.wanted.names() {
		key := k.wanted[name]
		if !key.ID.IsUnknown() {
			continue
		}
		if k.there == nil {
			there, err := k.client.ListCredentials(ctx, k.clientID)
			if err != nil {
				return err
			}
			k.there = append([]auth0.Credential{}, there...)
		}
		registered, err := k.registerOne(ctx, name, key.registration(name))
		if err != nil {
			if errors.Is(err, auth0.ErrUnknownOutcome) {
				k.present[name+unanswered] = key.unanswered()
			}
			return err
		}
		k.wanted[name] = key.registeredAs(*registered)
		k.present[registered.ID] = k.wanted[name]
	}
	return nil
}

// others returns the ids of the keys that were there before the first registration.
func (k *keyring) others() []string {
	ids := make([]string, len(k.there))
	for i, one := range k.there {
		ids[i] = one.ID
	}
	return ids
}

// maxRegistrations is how often the registration of a key is attempted of which the answers are lost.
const maxRegistrations = 3

// registerOne registers a key. Where the answer is lost, it looks for the key, and registers it again only if it does not
// show. Should the first registration have been late, there is one key too many, which authenticates nobody.
func (k *keyring) registerOne(ctx context.Context, name string, key auth0.NewCredential) (*auth0.Credential, error) {
	for registrations := 1; ; registrations++ {
		registered, err := k.client.CreateCredential(ctx, k.clientID, key)
		if !errors.Is(err, auth0.ErrUnknownOutcome) {
			return registered, err
		}
		found, lookupErr := k.findRegistered(ctx, name)
		if lookupErr != nil {
			return nil, &auth0.LookupError{Lost: err, Lookup: lookupErr}
		}
		if found != nil {
			return found, nil
		}
		if registrations == maxRegistrations {
			return nil, err
		}
	}
}

// findRegistered returns the key of which the registration got no answer, nil where it does not show. A key of its name
// that was not there before and is none of those registered since can only come from that request: the name is
// Terraform's own.
func (k *keyring) findRegistered(ctx context.Context, name string) (*auth0.Credential, error) {
	var found *auth0.Credential
	err := auth0.AwaitLag(ctx, time.Now().Add(auth0.LagLimit), func() (bool, error) {
		listed, err := k.client.ListCredentials(ctx, k.clientID)
		for _, one := range listed {
			_, isOurs := k.present.nameOf(one.ID)
			wasThere := slices.ContainsFunc(k.there, func(there auth0.Credential) bool { return there.ID == one.ID })
			if one.Name == name && !isOurs && !wasThere {
				found = &one
			}
		}
		return found != nil, err
	})
	return found, err
}

// activation returns the member of an update that makes the application authenticate with the wanted keys: left out
// where it does, null where there are none.
func (k *keyring) activation() auth0.Field[auth0.ClientAuthenticationMethodsInput] {
	sameKey := func(a, b credential) bool { return a.ID.Equal(b.ID) }
	switch {
	case maps.EqualFunc(k.wanted, k.before, sameKey):
		return auth0.Field[auth0.ClientAuthenticationMethodsInput]{}
	case len(k.wanted) == 0:
		return auth0.Null[auth0.ClientAuthenticationMethodsInput]()
	}
	return privateKeyJWT(k.wanted.references())
}

// activated notes that the application authenticates with the wanted keys. The others are leftovers under their ids.
func (k *keyring) activated() {
	k.present = credentials{}
	for _, key := range k.before {
		if _, isWanted := k.wanted.nameOf(key.ID.ValueString()); !isWanted {
			k.present[key.ID.ValueString()] = key
		}
	}
	for name, key := range k.wanted {
		if nameBefore, ok := k.before.nameOf(key.ID.ValueString()); ok {
			key.ExpiresAt = k.before[nameBefore].ExpiresAt
		}
		k.present[name] = key
	}
}

// retire deletes the keys that the application does not authenticate with any more.
func (k *keyring) retire(ctx context.Context) error {
	for _, name := range k.present.names() {
		if _, isWanted := k.wanted[name]; isWanted {
			continue
		}
		if key := k.present[name]; !key.isUnanswered() {
			err := k.client.DeleteCredential(ctx, k.clientID, key.ID.ValueString())
			if err != nil && !auth0.IsNotFound(err) {
				return err
			}
		}
		delete(k.present, name)
	}
	return nil
}

// changeExpiry gives the keys that stay the wanted expiry.
func (k *keyring) changeExpiry(ctx context.Context) error {
	for _, name := range k.wanted.names() {
		key := k.wanted[name]
		if !sameInstant(key.ExpiresAt, k.present[name].ExpiresAt) {
			fields := auth0.CredentialFields{ExpiresAt: tf.ChangedString(k.present[name].ExpiresAt.StringValue, key.ExpiresAt.StringValue)}
			if _, err := k.client.UpdateCredential(ctx, k.clientID, key.ID.ValueString(), fields); err != nil {
				return err
			}
		}
		k.present[name] = key
	}
	return nil
}
