package defaultpermissions

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

type model struct {
	Audience     types.String  `tfsdk:"audience" also:"id"`
	UserAccess   *userAccess   `tfsdk:"user_access"`
	ClientAccess *clientAccess `tfsdk:"client_access"`
	tf.Ending
}

type userAccess struct {
	tf.GrantedScopes
	AuthorizationDetailsTypes types.Set    `tfsdk:"authorization_details_types"`
	GrantID                   types.String `tfsdk:"grant_id"`
}

type clientAccess struct {
	tf.GrantedScopes
	GrantID types.String `tfsdk:"grant_id"`
}

var permissions = tf.Kind{
	Type:     "auth0access_api_default_permissions",
	Twice:    "Default permissions are declared twice",
	Argument: path.Root("audience"),
}

// declaredIn returns what the resource declares, as far as it is known. Either half may be unknown as a whole, which a
// model cannot be.
func declaredIn(ctx context.Context, from tf.Source, diags *diag.Diagnostics) tf.Declared {
	var object types.Object
	diags.Append(from.Get(ctx, &object)...)
	audience := tf.StringIn(object, "audience")
	if object.IsNull() || audience.IsUnknown() {
		return tf.Declared{}
	}
	return tf.Declared{
		Kind:   &permissions,
		Object: "default permissions of " + audience.ValueString(),
		Arguments: []tf.Argument{
			tf.ArgumentOf("user_access", configuredOf(object, "user_access")),
			tf.ArgumentOf("client_access", configuredOf(object, "client_access")),
			tf.ArgumentOf("expires_at", tf.StringIn(object, "expires_at")),
			tf.ArgumentOf("review_by", tf.StringIn(object, "review_by")),
		},
	}
}

// configuredOf returns a half without the id of its grant, which is Auth0's.
func configuredOf(object types.Object, half string) attr.Value {
	access, ok := object.Attributes()[half].(types.Object)
	if !ok || access.IsNull() || access.IsUnknown() {
		return access
	}
	attributes, attributeTypes := access.Attributes(), access.AttributeTypes(context.Background())
	delete(attributes, "grant_id")
	delete(attributeTypes, "grant_id")
	return types.ObjectValueMust(attributeTypes, attributes)
}

// isEmpty reports whether the API has no default permissions at all.
func (m model) isEmpty() bool { return m.UserAccess == nil && m.ClientAccess == nil }

// subjectTypes are the two halves, in the order in which they are written.
var subjectTypes = []string{auth0.SubjectTypeUser, auth0.SubjectTypeClient}

// fingerprint stands for both halves, with a bar between them; nothing stands for a half that is not there.
func (m model) fingerprint() string {
	var halves []string
	for _, subjectType := range subjectTypes {
		halves = append(halves, m.access(subjectType).fingerprint())
	}
	return strings.Join(halves, "|")
}

// isOld reports whether a half of what was read is as it was before the last write, of which before is the fingerprint,
// and not as it was written, or is the grant that a replacement has deleted. m is what was written.
func (m model) isOld(read model, before string) bool {
	olds := strings.Split(before, "|")
	for i, subjectType := range subjectTypes {
		now, written := read.access(subjectType), m.access(subjectType)
		if now.isAnotherThan(written) {
			return true
		}
		if i < len(olds) && now.fingerprint() == olds[i] && now.fingerprint() != written.fingerprint() {
			return before != ""
		}
	}
	return false
}

// isAnotherThan reports whether the two halves are different grants for certain.
func (a *userAccess) isAnotherThan(other *userAccess) bool {
	return a != nil && other != nil && other.GrantID.ValueString() != "" && !a.GrantID.Equal(other.GrantID)
}

func (a *userAccess) fingerprint() string {
	if a == nil {
		return ""
	}
	return tf.Fingerprint(a.Fingerprint(), strings.Join(tf.Strings(a.AuthorizationDetailsTypes), "\n"))
}

// access returns the half for the subject type, nil if there is none. Both halves are handled in the shape of user
// access; client access has no authorization_details_types.
func (m model) access(subjectType string) *userAccess {
	if subjectType == auth0.SubjectTypeUser {
		return m.UserAccess
	}
	if m.ClientAccess == nil {
		return nil
	}
	return &userAccess{GrantedScopes: m.ClientAccess.GrantedScopes, GrantID: m.ClientAccess.GrantID}
}

// with returns the model with another half for the subject type.
func (m model) with(subjectType string, access *userAccess) model {
	switch {
	case subjectType == auth0.SubjectTypeUser:
		m.UserAccess = access
	case access == nil:
		m.ClientAccess = nil
	default:
		m.ClientAccess = &clientAccess{GrantedScopes: access.GrantedScopes, GrantID: access.GrantID}
	}
	return m
}

// newGrant returns the request that makes the half.
func (a userAccess) newGrant(audience, subjectType string) auth0.ClientGrantFields {
	fields := a.changes(userAccess{})
	fields.DefaultFor = auth0.Set(auth0.DefaultForThirdPartyClients)
	fields.Audience = auth0.Set(audience)
	fields.SubjectType = auth0.Set(subjectType)
	return fields
}

// changes returns the request that turns the half from what it was before into a; zero fields mean that nothing the
// API knows of differs.
func (a userAccess) changes(before userAccess) auth0.ClientGrantFields {
	scope, allScopes := a.Changes(before.GrantedScopes)
	return auth0.ClientGrantFields{
		Scope:                     scope,
		AllowAllScopes:            allScopes,
		AuthorizationDetailsTypes: tf.ChangedStrings(before.AuthorizationDetailsTypes, a.AuthorizationDetailsTypes),
	}
}

// accessOf returns the state of a half.
func accessOf(grant *auth0.ClientGrant) *userAccess {
	if grant == nil {
		return nil
	}
	return &userAccess{
		GrantedScopes:             tf.GrantedBy(grant),
		AuthorizationDetailsTypes: tf.StringSet(grant.AuthorizationDetailsTypes),
		GrantID:                   types.StringValue(grant.ID),
	}
}

// defaultGrant returns the default grant for the subject type among the grants of a listing, nil if there is none.
func defaultGrant(grants []auth0.ClientGrant, audience, subjectType string) *auth0.ClientGrant {
	for i, grant := range grants {
		if grant.DefaultFor == auth0.DefaultForThirdPartyClients && grant.Audience == audience &&
			grant.SubjectType == subjectType {
			return &grants[i]
		}
	}
	return nil
}
