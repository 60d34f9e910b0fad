package thirdpartyapplication

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// keyring takes the keys of one application through an update.
type keyring struct {
	client   *auth0.Client
	clientID string
	before   credentials        // those that the application had before the update, and has by now; see drop
	wanted   credentials        // those of the plan; the ids are filled in as they are registered
	present  credentials        // those that the state should hold by now
	there    []auth0.Credential // those that were there before the first registration; nil until that
	room     *room              // nil until a registration is refused
}

func (r *Resource) keysOf(plan, state *model, diags *diag.Diagnostics) *keyring {
	before, _ := credentialsIn(state.ClientAuthenticationMethods, diags)
	wanted, _ := credentialsIn(plan.ClientAuthenticationMethods, diags)
	application.Report(wanted.problems(), diags)
	k := &keyring{client: r.Client, clientID: state.ClientID.ValueString(), wanted: wanted}
	k.before, k.present = maps.Clone(before), maps.Clone(before)
	if before == nil {
		k.before, k.present = credentials{}, credentials{}
	}
	k.recognise()
	return k
}

// recognise takes those keys for what they are that the plan could not know yet and that turn out to be there
// already.
func (k *keyring) recognise() {
	for _, name := range k.wanted.names() {
		key := k.wanted[name]
		if !key.ID.IsUnknown() {
			continue
		}
		if key.KID.IsUnknown() {
			key.KID = types.StringNull()
		}
		for _, nameBefore := range k.before.names() {
			before := k.before[nameBefore]
			if !before.PEM.IsNull() && key.isAlso(before) && !k.wanted.has(before.ID.ValueString()) {
				k.wanted[name] = key.keeping(before)
				break
			}
		}
	}
}

// register registers the new keys. Until they are activated they stand in the state under their ids, as leftovers.
func (k *keyring) register(ctx context.Context) error {
	for _, name := range k.namesInOrder() {
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
		registered, err := k.registerWithRoom(ctx, name, key)
		if err != nil {
			if errors.Is(err, auth0.ErrUnknownOutcome) {
				k.present[name+unanswered] = key.unanswered()
			}
			return err
		}
		k.wanted[name] = key.registeredAs(*registered)
		k.present.remove(registered.ID)
		k.present[registered.ID] = k.wanted[name]
	}
	return nil
}

// namesInOrder returns the names of the wanted keys, last those that are there with another alg or kid: Auth0 has a
// key once, so that they leave the application before they come back, and the others are better there by then.
func (k *keyring) namesInOrder() []string {
	isThere := func(name string) int {
		for _, before := range k.before {
			if !before.PEM.IsNull() && samePEM(k.wanted[name].PEM.ValueString(), before.PEM.ValueString()) {
				return 1
			}
		}
		return 0
	}
	names := k.wanted.names()
	slices.SortStableFunc(names, func(a, b string) int { return isThere(a) - isThere(b) })
	return names
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

// registerOne registers a key. If the answer is lost, it looks for the key, and registers it again only if it does
// not show. Should the first registration have been late, the second is refused, because the key is there. What else
// is refused then is not the outcome of the first one, which stays unknown.
func (k *keyring) registerOne(ctx context.Context, name string, key auth0.NewCredential) (*auth0.Credential, error) {
	var lost error
	for registrations := 1; ; registrations++ {
		registered, err := k.client.CreateCredential(ctx, k.clientID, key, k.isKnown)
		if err == nil {
			return registered, nil
		}
		if !errors.Is(err, auth0.ErrUnknownOutcome) {
			if lost != nil && !auth0.IsKeyPresent(err) && !auth0.IsCredentialLimit(err) {
				err = &auth0.LookupError{Lost: lost, Lookup: err}
			}
			return nil, err
		}
		lost = err
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

// findRegistered returns the key of which the registration got no answer, nil if it does not show. A key of its
// name that was not there before and is none of those registered since can only come from that request: the name is
// Terraform's own.
func (k *keyring) findRegistered(ctx context.Context, name string) (*auth0.Credential, error) {
	var found *auth0.Credential
	err := auth0.AwaitLag(ctx, time.Now().Add(auth0.LagLimit), func() (bool, error) {
		listed, err := k.client.ListCredentials(ctx, k.clientID)
		for _, one := range listed {
			if one.Name == name && !k.isKnown(one.ID) {
				found = &one
			}
		}
		return found != nil, err
	})
	return found, err
}

// isKnown reports whether a key was there before the first registration, or is one of those registered since.
func (k *keyring) isKnown(id string) bool {
	return k.present.has(id) || slices.Contains(k.others(), id)
}

// activation returns the member of an update that makes the application authenticate with the wanted keys: left out
// if it does already, null if there are none.
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
		if !k.wanted.has(key.ID.ValueString()) {
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
			fields := auth0.CredentialFields{
				ExpiresAt: tf.ChangedString(k.present[name].ExpiresAt.StringValue, key.ExpiresAt.StringValue),
			}
			if _, err := k.client.UpdateCredential(ctx, k.clientID, key.ID.ValueString(), fields); err != nil {
				return err
			}
		}
		k.present[name] = key
	}
	return nil
}
