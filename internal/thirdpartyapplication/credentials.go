package thirdpartyapplication

import (
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// defaultCredentialAlg is the algorithm of a credential for which none is given.
const defaultCredentialAlg = "RS256"

// credential is a public key of the application.
type credential struct {
	PEM       types.String      `tfsdk:"pem"` // null where only Auth0 knows it: after an import, or where the configuration leaves it out
	Alg       types.String      `tfsdk:"alg"`
	KID       types.String      `tfsdk:"kid"`
	ExpiresAt timetypes.RFC3339 `tfsdk:"expires_at"`
	ID        types.String      `tfsdk:"id"`
}

// credentials are the keys for private key JWT by name; nil where the application does not authenticate that way.
//
// In a state, a key may stand under its id instead of a name. Such a key is to be removed by the next apply: it is one
// that nothing in the configuration names, such as what an apply left behind that failed halfway, or a unseen key
// that somebody else added.
type credentials map[string]credential

var (
	credentialTypes = map[string]attr.Type{
		"pem":        types.StringType,
		"alg":        types.StringType,
		"kid":        types.StringType,
		"expires_at": timetypes.RFC3339Type{},
		"id":         types.StringType,
	}
	privateKeyJWTTypes         = map[string]attr.Type{"credentials": types.MapType{ElemType: types.ObjectType{AttrTypes: credentialTypes}}}
	authenticationMethodsTypes = map[string]attr.Type{"private_key_jwt": types.ObjectType{AttrTypes: privateKeyJWTTypes}}
)

// credentialsIn returns the keys in client_authentication_methods, and false while it is not known which there are.
func credentialsIn(methods types.Object, diags *diag.Diagnostics) (credentials, bool) {
	outer := membersOf[struct {
		PrivateKeyJWT types.Object `tfsdk:"private_key_jwt"`
	}](methods, diags)
	inner := membersOf[struct {
		Credentials types.Map `tfsdk:"credentials"`
	}](outer.PrivateKeyJWT, diags)
	if methods.IsUnknown() || outer.PrivateKeyJWT.IsUnknown() || inner.Credentials.IsUnknown() {
		return nil, false
	}
	if inner.Credentials.IsNull() {
		return nil, true
	}
	keys := credentials{}
	for name, element := range inner.Credentials.Elements() {
		if element.IsUnknown() {
			return nil, false
		}
		var key credential
		diags.Append(tf.GetMembers(element, &key)...)
		keys[name] = key
	}
	return keys, true
}

// object returns the keys as client_authentication_methods, null where there are none.
func (keys credentials) object() types.Object {
	if len(keys) == 0 {
		return types.ObjectNull(authenticationMethodsTypes)
	}
	elements := make(map[string]attr.Value, len(keys))
	for name, key := range keys {
		elements[name] = types.ObjectValueMust(credentialTypes, map[string]attr.Value{
			"pem":        key.PEM,
			"alg":        key.Alg,
			"kid":        key.KID,
			"expires_at": key.ExpiresAt,
			"id":         key.ID,
		})
	}
	return types.ObjectValueMust(authenticationMethodsTypes, map[string]attr.Value{
		"private_key_jwt": types.ObjectValueMust(privateKeyJWTTypes, map[string]attr.Value{
			"credentials": types.MapValueMust(types.ObjectType{AttrTypes: credentialTypes}, elements),
		}),
	})
}

// names returns the names in a fixed order.
func (keys credentials) names() []string { return slices.Sorted(maps.Keys(keys)) }

// nameOf returns the name of the key with the given id.
func (keys credentials) nameOf(id string) (string, bool) {
	for name, key := range keys {
		if key.ID.ValueString() == id {
			return name, true
		}
	}
	return "", false
}

// planCredentials returns the configured keys with what stays of those in the state: the id and the generated kid of a
// key that is the same as before. A key that only Auth0 knows, after an import, is taken to be the one configured
// under its name, and so is any for which the configuration gives no PEM. A key under another name than before is still
// the same key, and needs no new registration; until the others are known too, one of them may yet turn out to be it.
func planCredentials(config, state credentials) credentials {
	if config == nil {
		return nil
	}
	planned := make(credentials, len(config))
	taken := map[string]bool{}
	for _, name := range config.names() {
		if before, ok := state[name]; ok && config[name].isAlso(before) {
			planned[name] = config[name].keeping(before)
			taken[name] = true
		}
	}
	for _, name := range config.names() {
		if _, done := planned[name]; done {
			continue
		}
		planned[name] = config[name].registeredAnew()
		if config.anyUnknownBeside(name) {
			continue
		}
		for _, nameBefore := range state.names() {
			before := state[nameBefore]
			if !taken[nameBefore] && config[name].tells(before) && config[name].isAlso(before) {
				planned[name] = config[name].keeping(before)
				taken[nameBefore] = true
				break
			}
		}
	}
	return planned
}

// anyUnknownBeside reports whether there is another key of which it is not known yet which it is.
func (keys credentials) anyUnknownBeside(name string) bool {
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

// tells reports whether what is configured is enough to recognise a key under another name: both PEM, or else the kid.
func (key credential) tells(before credential) bool {
	if key.PEM.IsNull() {
		return !key.KID.IsNull()
	}
	return !before.PEM.IsNull()
}

// isAlso reports whether the configured key is the one that was registered before, its expiry apart.
func (key credential) isAlso(before credential) bool {
	return key.isKnown() && !before.isUnanswered() &&
		(key.PEM.IsNull() || before.PEM.IsNull() || samePEM(key.PEM.ValueString(), before.PEM.ValueString())) &&
		key.alg() == before.alg() &&
		(key.KID.IsNull() || key.KID.Equal(before.KID))
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

// shownCredentials returns the keys as the API shows them: those that are active, because the application names them,
// under the name they had in prior, or else their own. Of the others, which authenticate nobody, those that prior has
// are kept under their id, so that the next apply uses or removes them; what else there is was never Terraform's.
func shownCredentials(active []auth0.CredentialRef, registered []auth0.Credential, prior credentials) credentials {
	shown := credentials{}
	var unseen []auth0.Credential
	for _, one := range registered {
		name, isKnown := prior.nameOf(one.ID)
		switch isActive := slices.Contains(active, auth0.CredentialRef{ID: one.ID}); {
		case isKnown && isActive:
			shown[name] = shownCredential(one, prior[name])
		case isKnown:
			shown[one.ID] = shownCredential(one, prior[name])
		case isActive:
			unseen = append(unseen, one)
		}
	}
	for _, one := range unseen {
		name := one.Name
		if _, taken := shown[name]; taken || name == "" {
			name = one.ID
		}
		shown[name] = shownCredential(one, credential{})
	}
	return shown
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

// sameInstant reports whether both are the same moment, in whatever time zone and precision, or both never.
func sameInstant(a, b timetypes.RFC3339) bool {
	if a.ValueString() == b.ValueString() {
		return true
	}
	at, errA := time.Parse(time.RFC3339, a.ValueString())
	bt, errB := time.Parse(time.RFC3339, b.ValueString())
	return errA == nil && errB == nil && at.Truncate(time.Second).Equal(bt.Truncate(time.Second))
}

// registration returns the body that registers the key.
func (key credential) registration(name string) auth0.NewCredential {
	return auth0.NewCredential{
		CredentialType: auth0.CredentialTypePublicKey,
		Name:           name,
		PEM:            key.PEM.ValueString(),
		Alg:            key.Alg.ValueString(),
		KID:            key.KID.ValueString(),
		ExpiresAt:      key.ExpiresAt.ValueString(),
	}
}

// registrations returns the keys whole, as the creation of an application carries them.
func (keys credentials) registrations() []any {
	all := make([]any, 0, len(keys))
	for _, name := range keys.names() {
		all = append(all, keys[name].registration(name))
	}
	return all
}

// references returns the ids of the keys, as the update of an application carries them.
func (keys credentials) references() []any {
	all := make([]any, 0, len(keys))
	for _, name := range keys.names() {
		all = append(all, auth0.CredentialRef{ID: keys[name].ID.ValueString()})
	}
	return all
}

func privateKeyJWT(keys []any) auth0.Field[auth0.ClientAuthenticationMethodsInput] {
	return auth0.Set(auth0.ClientAuthenticationMethodsInput{PrivateKeyJWT: auth0.PrivateKeyJWTInput{Credentials: keys}})
}
