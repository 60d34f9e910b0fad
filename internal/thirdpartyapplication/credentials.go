package thirdpartyapplication

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// defaultCredentialAlg is the algorithm of a credential for which none is given.
const defaultCredentialAlg = "RS256"

// credential is a public key of the application.
type credential struct {
	// null where only Auth0 knows it: after an import, or where the configuration leaves it out
	PEM       types.String      `tfsdk:"pem"`
	Alg       types.String      `tfsdk:"alg"`
	KID       types.String      `tfsdk:"kid"`
	ExpiresAt timetypes.RFC3339 `tfsdk:"expires_at"`
	ID        types.String      `tfsdk:"id"`
}

// credentials are the keys for private key JWT by name; nil if the application does not authenticate that way.
//
// In a state, a key may stand under something else than a name of the configuration, and is then removed by the next
// apply unless it turns out to be one that is wanted: under its id what an apply left behind that failed halfway, and
// under its name and id (see foreignName) what somebody else made the application authenticate with.
type credentials map[string]credential

var (
	credentialTypes = map[string]attr.Type{
		"pem":        types.StringType,
		"alg":        types.StringType,
		"kid":        types.StringType,
		"expires_at": timetypes.RFC3339Type{},
		"id":         types.StringType,
	}
	privateKeyJWTTypes = map[string]attr.Type{
		"credentials": types.MapType{ElemType: types.ObjectType{AttrTypes: credentialTypes}},
	}
	authenticationMethodsTypes = map[string]attr.Type{"private_key_jwt": types.ObjectType{AttrTypes: privateKeyJWTTypes}}
)

// credentialsIn returns the keys in client_authentication_methods, and false while it is not known which there are.
func credentialsIn(methods types.Object, diags *diag.Diagnostics) (credentials, bool) {
	outer := application.MembersOf[struct {
		PrivateKeyJWT types.Object `tfsdk:"private_key_jwt"`
	}](methods, diags)
	inner := application.MembersOf[struct {
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

// object returns the keys as client_authentication_methods, null if there are none.
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

func (keys credentials) has(id string) bool {
	_, ok := keys.nameOf(id)
	return ok
}

// remove takes out the key with the given id.
func (keys credentials) remove(id string) {
	maps.DeleteFunc(keys, func(_ string, key credential) bool { return key.ID.ValueString() == id })
}

// problems returns what Auth0 will not accept about the keys together.
func (keys credentials) problems() []application.Problem {
	at := path.Root("client_authentication_methods").AtName("private_key_jwt").AtName("credentials")
	names := keys.names()
	var problems []application.Problem
	if len(names) > auth0.MaxAttachedCredentials {
		problems = append(problems, application.Problem{
			Path:    at,
			Summary: "More than two public keys",
			Detail: fmt.Sprintf("Auth0 lets an application authenticate with two keys at a time, and these are %d: %s. Keep "+
				"two of them. To rotate a key, put the new one in the place of one that is not used any more.",
				len(names), strings.Join(names, ", ")),
		})
	}
	for i, name := range names {
		for _, other := range names[:i] {
			if pem := keys[name].PEM.ValueString(); pem != "" && samePEM(pem, keys[other].PEM.ValueString()) {
				problems = append(problems, application.Problem{
					Path:    at.AtMapKey(name).AtName("pem"),
					Summary: "Public key given twice",
					Detail: fmt.Sprintf("The credentials %q and %q have the same public key, and Auth0 takes a key once for each "+
						"application, whatever its alg and kid. Remove one of them.", other, name),
				})
			}
		}
	}
	return problems
}

// foreignName is what a key stands under in the state that the application authenticates with and that Terraform has
// not registered. It is none that a configuration has, so that a key which somebody put in the place of another one
// is not taken for it.
func foreignName(one auth0.Credential) string {
	return fmt.Sprintf("%s (%s)", cmp.Or(auth0.Printable(one.Name), "no name"), one.ID)
}

func (key credential) isForeign(name string) bool {
	return key.PEM.IsNull() && strings.HasSuffix(name, " ("+key.ID.ValueString()+")")
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
