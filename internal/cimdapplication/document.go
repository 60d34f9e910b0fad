package cimdapplication

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// document is what Auth0 takes over from a metadata document. Lists are sorted, because their order means nothing.
type document struct {
	Name        string            `json:"name"`
	AppType     string            `json:"app_type"`
	Callbacks   []string          `json:"callbacks"`
	LogoURI     string            `json:"logo_uri"`
	Description string            `json:"description"`
	GrantTypes  []string          `json:"grant_types"`
	AuthMethod  string            `json:"token_endpoint_auth_method"`
	JWKSURI     string            `json:"jwks_uri"`
	Keys        map[string]string `json:"keys"` // algorithms, by kid
}

// privateKeyJWT is how an application authenticates that has keys.
const privateKeyJWT = "private_key_jwt"

// mappedDocument returns what a preview or a registration shows.
//
// Assumption: form-of-mapped-documents: an application with keys authenticates with them, whatever the method is
// called.
func mappedDocument(mapped *auth0.MappedDocument) *document {
	d := &document{
		Name:        tf.Foreign(mapped.Name),
		AppType:     mapped.AppType,
		Callbacks:   sorted(mapped.Callbacks),
		LogoURI:     tf.Foreign(mapped.LogoURI),
		Description: tf.Foreign(mapped.Description),
		GrantTypes:  sorted(mapped.GrantTypes),
		AuthMethod:  mapped.TokenEndpointAuthMethod,
		JWKSURI:     mapped.JWKSURI,
		Keys:        map[string]string{},
	}
	for _, key := range mapped.Keys() {
		d.Keys[key.KID] = key.Alg
	}
	return d.tidy()
}

// appliedDocument returns what an application shows of the document that it was registered from.
func appliedDocument(app *auth0.Application, keys map[string]string) *document {
	return (&document{
		Name:        tf.Foreign(app.Name),
		AppType:     app.AppType,
		Callbacks:   sorted(app.Callbacks),
		LogoURI:     tf.Foreign(app.LogoURI),
		Description: tf.Foreign(app.Description),
		GrantTypes:  sorted(app.GrantTypes),
		AuthMethod:  app.TokenEndpointAuthMethod,
		JWKSURI:     app.JWKSURI,
		Keys:        keys,
	}).tidy()
}

func (d *document) tidy() *document {
	if len(d.Keys) > 0 || d.JWKSURI != "" {
		d.AuthMethod = privateKeyJWT
	}
	return d
}

func sorted(values []string) []string {
	return slices.AppendSeq([]string{}, slices.Values(slices.Sorted(slices.Values(values)))) // and never nil
}

// pin returns the digest of everything that is taken over.
func (d *document) pin() string {
	encoded, err := json.Marshal(d)
	if err != nil {
		panic(err) // texts have JSON
	}
	sum := sha256.Sum256(encoded)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// isSame reports whether two documents say the same.
func (d *document) isSame(other *document) bool {
	return d != nil && other != nil && d.pin() == other.pin()
}

// documentModel is the attribute document.
type documentModel struct {
	Name        types.String `tfsdk:"name"`
	AppType     types.String `tfsdk:"app_type"`
	Callbacks   types.Set    `tfsdk:"callbacks"`
	LogoURI     types.String `tfsdk:"logo_uri"`
	Description types.String `tfsdk:"description"`
	GrantTypes  types.Set    `tfsdk:"grant_types"`
	AuthMethod  types.String `tfsdk:"token_endpoint_auth_method"`
	JWKSURI     types.String `tfsdk:"jwks_uri"`
	Keys        types.Map    `tfsdk:"keys"`
	Pin         types.String `tfsdk:"pin"`
}

var documentTypes = map[string]attr.Type{
	"name":                       types.StringType,
	"app_type":                   types.StringType,
	"callbacks":                  tf.StringSets,
	"logo_uri":                   types.StringType,
	"description":                types.StringType,
	"grant_types":                tf.StringSets,
	"token_endpoint_auth_method": types.StringType,
	"jwks_uri":                   types.StringType,
	"keys":                       types.MapType{ElemType: types.StringType},
	"pin":                        types.StringType,
}

func unknownDocument() types.Object { return types.ObjectUnknown(documentTypes) }

// object returns the document as an attribute.
func (d *document) object() types.Object {
	if d == nil {
		return types.ObjectNull(documentTypes)
	}
	keys := make(map[string]attr.Value, len(d.Keys))
	for kid, alg := range d.Keys {
		keys[kid] = types.StringValue(alg)
	}
	return tf.ObjectOf(&documentModel{
		Name:        types.StringValue(d.Name),
		AppType:     tf.StringOrNull(d.AppType),
		Callbacks:   tf.StringSet(d.Callbacks),
		LogoURI:     tf.StringOrNull(d.LogoURI),
		Description: tf.StringOrNull(d.Description),
		GrantTypes:  tf.StringSet(d.GrantTypes),
		AuthMethod:  tf.StringOrNull(d.AuthMethod),
		JWKSURI:     tf.StringOrNull(d.JWKSURI),
		Keys:        types.MapValueMust(types.StringType, keys),
		Pin:         types.StringValue(d.pin()),
	}, types.ObjectType{AttrTypes: documentTypes})
}

// documentIn returns the document of a state, nil if it has none.
func documentIn(object types.Object) *document {
	if object.IsNull() || object.IsUnknown() {
		return nil
	}
	var ignored diag.Diagnostics
	m := application.MembersOf[documentModel](object, &ignored)
	d := &document{
		Name:        m.Name.ValueString(),
		AppType:     m.AppType.ValueString(),
		Callbacks:   sorted(tf.Strings(m.Callbacks)),
		LogoURI:     m.LogoURI.ValueString(),
		Description: m.Description.ValueString(),
		GrantTypes:  sorted(tf.Strings(m.GrantTypes)),
		AuthMethod:  m.AuthMethod.ValueString(),
		JWKSURI:     m.JWKSURI.ValueString(),
		Keys:        map[string]string{},
	}
	for kid, alg := range m.Keys.Elements() {
		if alg, ok := alg.(types.String); ok {
			d.Keys[kid] = alg.ValueString()
		}
	}
	return d
}
