package thirdpartyapplication

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// Auth0 keeps a few keys of an application, used or not, and each public key once. A registration that it refuses for
// that is tried again when
//
//   - the key turns out to be there already: it is used as it is, or deleted if its alg or kid is to be another one;
//   - a key of ours that authenticates nobody has been deleted: what an apply left behind that failed or was killed;
//   - a key that is to go has been deleted before its successor is there.
//
// The last is what remains if Auth0 has no room for both. The keys then go and come one at a time, so that there is
// always one, not expired, that the application can authenticate with. Only a sole key that is to have another alg or
// kid leaves it without any for two calls, because Auth0 does not have it twice.
//
// A key that authenticates nobody and has none of our names is somebody else's: it stays, and the error names it.

// room is what the application has, and so has room for.
type room struct {
	registered []auth0.Credential // all keys
	active     []string           // ids of those that the application authenticates with
	gone       []string           // ids of those that were deleted, which a listing may still show
}

// registerWithRoom registers a key, and makes room for it if there is none.
func (k *keyring) registerWithRoom(ctx context.Context, name string, key credential) (*auth0.Credential, error) {
	for {
		registered, err := k.registerOne(ctx, name, key.registration(name))
		isThere := auth0.IsKeyPresent(err)
		if !isThere && !auth0.IsCredentialLimit(err) {
			return registered, err
		}
		if lookErr := k.look(ctx, func() bool { return !isThere || len(k.same(name, key)) > 0 }); lookErr != nil {
			return nil, fmt.Errorf("looking at the application's keys: %w", lookErr)
		}
		var toGo *auth0.Credential
		switch same := k.same(name, key); {
		case !isThere:
			toGo = k.spare(k.room.registered)
		case len(same) == 1 && key.fits(same[0]) && k.isTrusted(name, key, same[0]):
			return k.reuse(same[0]), nil
		case len(same) == 1 && (k.isOurs(same[0]) || k.isActive(same[0])):
			toGo = &same[0]
		default:
			toGo = k.spare(same)
		}
		if toGo == nil {
			return nil, fmt.Errorf("%w.\n\n%s", err, k.wayOut())
		}
		if dropErr := k.drop(ctx, *toGo); dropErr != nil {
			return nil, fmt.Errorf("making room for the key %q: %w", name, dropErr)
		}
	}
}

// look looks at what the application has, until that is settled or no older answer can come any more.
func (k *keyring) look(ctx context.Context, isSettled func() bool) error {
	if k.room == nil {
		app, err := k.client.ReadApplication(ctx, k.clientID, auth0.Fresh)
		if err != nil {
			return err
		}
		k.room = &room{active: app.AttachedCredentials()}
	}
	return auth0.AwaitLag(ctx, time.Now().Add(auth0.LagLimit), func() (bool, error) {
		registered, err := k.client.ListCredentials(ctx, k.clientID)
		k.room.registered = slices.DeleteFunc(registered, func(one auth0.Credential) bool {
			return slices.Contains(k.room.gone, one.ID)
		})
		return isSettled(), err
	})
}

// same returns the key among those that there are: the one that PEM or kid prove to be it, else the one that was
// imported under its name, else all of which nobody knows the PEM.
func (k *keyring) same(name string, key credential) []auth0.Credential {
	var imported, unknown []auth0.Credential
	for _, one := range k.room.registered {
		nameBefore, isKnown := k.before.nameOf(one.ID)
		before := k.before[nameBefore]
		switch {
		case k.wanted.has(one.ID):
		case key.isProvenBy(shownCredential(one, before)),
			isKnown && samePEM(key.PEM.ValueString(), before.PEM.ValueString()):
			return []auth0.Credential{one}
		case isKnown && nameBefore == name && before.PEM.IsNull():
			imported = append(imported, one)
		case before.PEM.IsNull():
			unknown = append(unknown, one)
		}
	}
	if len(imported) > 0 {
		return imported
	}
	return unknown
}

// isTrusted reports whether a key that is there can be taken for the wanted one: it is proven to be it, or was
// imported under its name.
func (k *keyring) isTrusted(name string, key credential, one auth0.Credential) bool {
	nameBefore, isKnown := k.before.nameOf(one.ID)
	before := k.before[nameBefore]
	return isKnown && (nameBefore == name || !before.PEM.IsNull()) || key.isProvenBy(shownCredential(one, before))
}

// fits reports whether a key that is there has the wanted alg and kid.
func (key credential) fits(one auth0.Credential) bool {
	there := shownCredential(one, credential{})
	return key.alg() == there.alg() && (key.KID.IsUnknown() || key.KID.Equal(there.KID))
}

// reuse makes a key that is there one of those that the update goes on with.
func (k *keyring) reuse(one auth0.Credential) *auth0.Credential {
	if !k.before.has(one.ID) {
		k.before[one.ID] = shownCredential(one, credential{})
	}
	return &one
}

// spare returns the key, of those given, that can best be done without; nil for none.
func (k *keyring) spare(keys []auth0.Credential) *auth0.Credential {
	var last *auth0.Credential
	for _, one := range keys {
		switch {
		case k.wanted.has(one.ID):
		case !k.isActive(one):
			if k.isOurs(one) {
				return &one
			}
		case hasExpired(one):
			return &one
		case slices.ContainsFunc(k.without(one), k.isValid):
			last = &one
		}
	}
	return last
}

func (k *keyring) isActive(one auth0.Credential) bool { return slices.Contains(k.room.active, one.ID) }

// isOurs reports whether a key that authenticates nobody is Terraform's: the state has it, or the configuration its
// name.
func (k *keyring) isOurs(one auth0.Credential) bool {
	_, isNamed := k.wanted[one.Name]
	_, wasNamed := k.before[one.Name]
	return k.present.has(one.ID) || isNamed || wasNamed
}

// isValid reports whether the application can authenticate with the key of an id.
func (k *keyring) isValid(id string) bool {
	if name, ok := k.wanted.nameOf(id); ok {
		return !hasExpired(auth0.Credential{ExpiresAt: k.wanted[name].ExpiresAt.ValueString()})
	}
	return slices.ContainsFunc(k.room.registered, func(one auth0.Credential) bool {
		return one.ID == id && !hasExpired(one)
	})
}

func hasExpired(one auth0.Credential) bool {
	at, err := time.Parse(time.RFC3339, one.ExpiresAt)
	return err == nil && at.Before(time.Now())
}

// without returns what the application authenticates with when a key has gone: the others, and the new ones that
// there are.
func (k *keyring) without(one auth0.Credential) []string {
	attached := slices.DeleteFunc(slices.Clone(k.room.active), func(id string) bool { return id == one.ID })
	for _, name := range k.wanted.names() {
		id := k.wanted[name].ID.ValueString()
		if id != "" && !slices.Contains(attached, id) && len(attached) < auth0.MaxAttachedCredentials {
			attached = append(attached, id)
		}
	}
	return attached
}

// drop deletes a key before its successor is registered. If the application authenticates with it, it changes over
// first.
func (k *keyring) drop(ctx context.Context, one auth0.Credential) error {
	if k.isActive(one) {
		attached := k.without(one)
		references := make([]any, 0, len(attached))
		for _, id := range attached {
			references = append(references, auth0.CredentialRef{ID: id})
		}
		fields := auth0.ApplicationFields{ClientAuthenticationMethods: privateKeyJWT(references)}
		if _, err := k.client.UpdateApplication(ctx, k.clientID, fields); err != nil {
			return err
		}
		k.room.active = attached
	}
	name, isKnown := k.before.nameOf(one.ID)
	if isKnown {
		k.present.remove(one.ID)
		k.present[one.ID] = k.before[name]
	}
	if err := k.client.DeleteCredential(ctx, k.clientID, one.ID); err != nil && !auth0.IsNotFound(err) {
		return err
	}
	k.room.gone = append(k.room.gone, one.ID)
	k.before.remove(one.ID)
	k.present.remove(one.ID)
	return nil
}

// wayOut says what a person can do about a registration for which Terraform can make no room.
func (k *keyring) wayOut() string {
	var others []string
	for _, one := range k.room.registered {
		if !k.isActive(one) && !k.isOurs(one) && !k.wanted.has(one.ID) {
			others = append(others, fmt.Sprintf("%q (%s)", auth0.Printable(one.Name), one.ID))
		}
	}
	if len(others) == 0 {
		return fmt.Sprintf("Terraform knows of no key of the application that could go first. Look which keys it has, in "+
			"the Dashboard (Applications > Credentials of the application) or with `auth0 api get "+
			"clients/%s/credentials`.", k.clientID)
	}
	return fmt.Sprintf("The application has keys that it does not use and that Terraform did not register: %s. Delete "+
		"those that nobody needs, in the Dashboard (Applications > Credentials of the application) or with `auth0 api "+
		"delete clients/%s/credentials/ID`, then run Terraform again.", strings.Join(others, ", "), k.clientID)
}
