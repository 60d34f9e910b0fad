package thirdpartyapplication

import (
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// planCredentials returns the configured keys with what stays of those in the state: the id and the generated kid of
// a key that is the same as before. A key that only Auth0 knows, after an import, is taken to be the one configured
// under its name unless its kid tells otherwise, and so is any for which the configuration gives no PEM. A key under
// another name than before is still the same key, and needs no new registration; until the others are known too, one
// of them may yet turn out to be it.
func planCredentials(config, state credentials) credentials {
	if config == nil {
		return nil
	}
	planned := make(credentials, len(config))
	taken := map[string]bool{}
	for _, name := range config.names() {
		if before, ok := state[name]; ok && config[name].isAlso(before) {
			planned[name] = config[name].keeping(before).spelledAs(before)
			taken[name] = true
		}
	}
	for _, name := range config.names() {
		if _, done := planned[name]; done {
			continue
		}
		planned[name] = config[name].registeredAnew()
		if config.hasUnknownBeside(name) {
			continue
		}
		for _, nameBefore := range state.names() {
			before := state[nameBefore]
			if !taken[nameBefore] && config[name].finds(nameBefore, before) && config[name].isAlso(before) {
				planned[name] = config[name].keeping(before)
				taken[nameBefore] = true
				break
			}
		}
	}
	return planned
}

// hasUnknownBeside reports whether there is another key of which it is not known yet which it is.
func (keys credentials) hasUnknownBeside(name string) bool {
	for other, key := range keys {
		if other != name && !key.isKnown() {
			return true
		}
	}
	return false
}

// isKnown reports whether it is known which key it is.
func (key credential) isKnown() bool {
	return !key.PEM.IsUnknown() && !key.Alg.IsUnknown() && !key.KID.IsUnknown()
}

// finds reports whether what is configured is enough to recognise a key under another name: the key itself, or
// without PEM the kid.
func (key credential) finds(nameBefore string, before credential) bool {
	switch {
	case key.PEM.IsNull():
		return !key.KID.IsNull() && !before.isForeign(nameBefore)
	case before.PEM.IsNull():
		return key.isProvenBy(before) && !before.isForeign(nameBefore)
	}
	return true
}

// isAlso reports whether the configured key is the one that was registered before, its expiry apart.
func (key credential) isAlso(before credential) bool {
	return key.isKnown() && !before.isUnanswered() && key.mayBe(before) &&
		key.alg() == before.alg() &&
		(key.KID.IsNull() || key.KID.Equal(before.KID))
}

// mayBe reports whether the PEM does not tell that the configured key is another one than that registered before.
func (key credential) mayBe(before credential) bool {
	switch {
	case key.PEM.IsNull():
		return true
	case !before.PEM.IsNull():
		return samePEM(key.PEM.ValueString(), before.PEM.ValueString())
	}
	return key.isProvenBy(before) || !isThumbprint(before.KID.ValueString())
}

// isProvenBy reports whether the kid of a key that only Auth0 knows says that it is the configured one.
//
// Assumption: kid-is-thumbprint: Auth0 gives a key that is registered without a kid its RFC 7638 thumbprint. In a
// tenant that gives others, an imported key is planned to be registered anew, and found to be there when that is tried.
func (key credential) isProvenBy(before credential) bool {
	kid := before.KID.ValueString()
	return kid != "" && thumbprint(key.PEM.ValueString()) == kid
}

// alg returns the algorithm, by default RS256.
func (key credential) alg() string {
	if key.Alg.IsNull() {
		return defaultCredentialAlg
	}
	return key.Alg.ValueString()
}

func (key credential) keeping(before credential) credential {
	key.ID, key.KID, key.Alg = before.ID, before.KID, types.StringValue(key.alg())
	return key
}

// spelledAs keeps the spelling that the state has of a PEM and of an expiry, so that other line ends, blanks and time
// zones are no difference. before is the key of the same name.
func (key credential) spelledAs(before credential) credential {
	if samePEM(key.PEM.ValueString(), before.PEM.ValueString()) && !key.PEM.IsNull() {
		key.PEM = before.PEM
	}
	if !key.ExpiresAt.IsUnknown() && sameInstant(key.ExpiresAt, before.ExpiresAt) {
		key.ExpiresAt = before.ExpiresAt
	}
	return key
}

func (key credential) registeredAnew() credential {
	key.ID = types.StringUnknown()
	if key.KID.IsNull() {
		key.KID = types.StringUnknown()
	}
	if key.Alg.IsNull() {
		key.Alg = types.StringValue(defaultCredentialAlg)
	}
	return key
}
