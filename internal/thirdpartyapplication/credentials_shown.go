package thirdpartyapplication

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// shownCredentials returns the keys as the API shows them: those that are active, because the application names them,
// under the name they had in prior. Of the others, which authenticate nobody, those that prior has are kept under
// their id, so that the next apply uses or removes them; what else there is was never Terraform's.
//
// An active key that prior does not have is foreign, whatever its name: somebody added it, or put it in the place of
// ours. Only at first sight of an application, after an import or a move, is a key taken to be the one of its name.
func shownCredentials(
	active []string,
	registered []auth0.Credential,
	prior credentials,
	isFirstSight bool,
) credentials {
	shown := credentials{}
	for _, one := range registered {
		name, isKnown := prior.nameFor(one)
		isActive := slices.Contains(active, one.ID)
		switch {
		case isKnown && !isActive && prior[name].isForeign(name):
		case isKnown && !isActive:
			shown[one.ID] = shownCredential(one, prior[name])
		case isKnown:
			shown[name] = shownCredential(one, prior[name])
		case isActive:
			name = foreignName(one)
			if _, taken := shown[one.Name]; isFirstSight && !taken && one.Name != "" {
				name = one.Name
			} else if isFirstSight {
				name = one.ID
			}
			shown[name] = shownCredential(one, credential{})
		}
	}
	return shown
}

// nameFor returns the name of a registered key: the one of its id, or its own if a key of that name was registered
// and the id could not be found out.
func (keys credentials) nameFor(one auth0.Credential) (string, bool) {
	if name, ok := keys.nameOf(one.ID); ok {
		return name, true
	}
	key, ok := keys[one.Name]
	return one.Name, ok && key.ID.IsNull()
}

func shownCredential(one auth0.Credential, before credential) credential {
	key := credential{
		PEM: before.PEM,
		Alg: types.StringValue(defaultCredentialAlg),
		KID: tf.StringOrNull(one.KID),
		ID:  types.StringValue(one.ID),
	}
	if one.Alg != "" {
		key.Alg = types.StringValue(one.Alg)
	}
	if one.ExpiresAt != "" {
		key.ExpiresAt = timetypes.RFC3339{StringValue: types.StringValue(one.ExpiresAt)}
	}
	if sameInstant(key.ExpiresAt, before.ExpiresAt) {
		key.ExpiresAt = before.ExpiresAt
	}
	return key
}
