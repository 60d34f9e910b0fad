package thirdpartyapplication

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// The registration of a key may get no answer while nobody can find out what came of it. Then the key stands in the
// state without an id, under its name with unanswered behind it, and the private state holds the ids of the keys that
// were there before. The next Read looks for it: if there is such a key, it gets its id, and the next apply uses or
// removes it; if there is none, it goes.
const unanswered = " (unanswered)"

func (key credential) unanswered() credential {
	key = key.registeredAs(auth0.Credential{})
	key.ID = types.StringValue("")
	return key
}

func (key credential) isUnanswered() bool { return !key.ID.IsNull() && key.ID.ValueString() == "" }

// answered returns the keys that can have come of registrations without an answer, under their ids. others are the ids
// of those that were there before.
func (keys credentials) answered(registered []auth0.Credential, others []string) credentials {
	found := credentials{}
	for _, one := range registered {
		key, ok := keys[one.Name+unanswered]
		_, isKnown := keys.nameOf(one.ID)
		isSame := key.alg() == cmp.Or(one.Alg, defaultCredentialAlg) && (key.KID.IsNull() || key.KID.ValueString() == one.KID)
		if ok && key.isUnanswered() && isSame && !isKnown && !slices.Contains(others, one.ID) {
			found[one.ID] = shownCredential(one, key)
		}
	}
	return found
}

// othersKey is where the private state keeps the ids of the keys that were there before.
const othersKey = "other_keys"

func keepOthers(ctx context.Context, private tf.PrivateWriter, ids []string, diags *diag.Diagnostics) {
	encoded, err := json.Marshal(ids)
	if err != nil {
		panic(err) // strings have JSON
	}
	diags.Append(private.SetKey(ctx, othersKey, encoded)...)
}

func othersIn(ctx context.Context, private tf.PrivateReader) (ids []string) {
	encoded, diags := private.GetKey(ctx, othersKey)
	if diags.HasError() || json.Unmarshal(encoded, &ids) != nil {
		return nil
	}
	return ids
}
