package clientgrant

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// subjectTypes are those of grants that an application may be allowed to have. The last is one that newer tenants know; this
// provider makes no such grants.
var subjectTypes = []string{auth0.SubjectTypeUser, auth0.SubjectTypeClient, "anonymous_user"}

type exclusiveModel struct {
	ClientID   types.String `tfsdk:"client_id"`
	Grants     types.Set    `tfsdk:"grants"`
	Undeclared types.Set    `tfsdk:"undeclared"`
}

type exclusiveIdentity struct {
	ClientID types.String `tfsdk:"client_id"`
}

func (m exclusiveModel) identity() exclusiveIdentity { return exclusiveIdentity{ClientID: m.ClientID} }

// grantKey tells apart the grants of one application.
type grantKey struct{ audience, subjectType string }

func (k grantKey) String() string { return fmt.Sprintf("%s (%s)", k.audience, k.subjectType) }

// found is a grant that is there, or may be: one that is declared no longer has no id, for nobody has looked.
type found struct {
	grantKey
	id string
}

func (f found) String() string {
	if f.id == "" {
		return f.grantKey.String()
	}
	return f.grantKey.String() + ", " + f.id
}

// matches reports whether the grant is the one that was found.
func (f found) matches(grant auth0.ClientGrant) bool {
	return keyOf(grant) == f.grantKey && (f.id == "" || f.id == grant.ID)
}

func keyOf(grant auth0.ClientGrant) grantKey { return grantKey{grant.Audience, grant.SubjectType} }

// isOwn reports whether the grant is the application's, and not one that Auth0 made and nobody can delete.
func isOwn(grant auth0.ClientGrant, clientID string) bool {
	return grant.ClientID == clientID && grant.DefaultFor == "" && !grant.IsSystem
}

// declared returns what is in grants, and whether all of it is known.
func (m exclusiveModel) declared() (keys []grantKey, complete bool) {
	complete = !m.Grants.IsUnknown()
	for _, object := range tf.Objects(m.Grants) {
		audience, subjectType := tf.StringIn(object, "audience"), tf.StringIn(object, "subject_type")
		if object.IsUnknown() || audience.IsUnknown() || subjectType.IsUnknown() {
			complete = false
			continue
		}
		keys = append(keys, grantKey{audience.ValueString(), subjectType.ValueString()})
	}
	return keys, complete
}

// notDeclared returns those of the grants that may be deleted and are not in grants.
func (m exclusiveModel) notDeclared(grants []auth0.ClientGrant) []found {
	declared, _ := m.declared()
	var undeclared []found
	for _, grant := range grants {
		if isOwn(grant, m.ClientID.ValueString()) && !slices.Contains(declared, keyOf(grant)) {
			undeclared = append(undeclared, found{keyOf(grant), grant.ID})
		}
	}
	slices.SortFunc(undeclared, func(a, b found) int { return cmp.Compare(a.String(), b.String()) })
	return undeclared
}

// removals returns what the plan m shows as leaving: what was found undeclared, and what is declared no longer.
func (m exclusiveModel) removals(state exclusiveModel) []found {
	declared, _ := m.declared()
	before, _ := state.declared()
	var removals []found
	for _, object := range tf.Objects(state.Undeclared) {
		key := grantKey{tf.StringIn(object, "audience").ValueString(), tf.StringIn(object, "subject_type").ValueString()}
		if !slices.Contains(declared, key) {
			removals = append(removals, found{key, tf.StringIn(object, "id").ValueString()})
		}
	}
	for _, key := range before {
		if !slices.Contains(declared, key) {
			removals = append(removals, found{grantKey: key})
		}
	}
	return removals
}

// showsRemoved reports whether a listing shows what was removed right before. removed are the keys of the removals.
func showsRemoved(undeclared []found, removed string) bool {
	return slices.ContainsFunc(undeclared, func(f found) bool {
		return slices.Contains(strings.Split(removed, "\n"), f.grantKey.String())
	})
}

// validate refuses grants that there cannot be.
func (m exclusiveModel) validate(diags *diag.Diagnostics) {
	declared, _ := m.declared()
	for _, key := range declared {
		switch {
		case key.audience == "":
			diags.AddAttributeError(path.Root("grants"), "Grant names no API",
				"An element of grants has no audience. Write the identifier of the API that is granted, such as https://api.example.com/.")
		case !slices.Contains(subjectTypes, key.subjectType):
			diags.AddAttributeError(path.Root("grants"), "Grant has unknown subject type",
				fmt.Sprintf("Auth0 knows no grant for %s with subject type %q, and the one that is meant would count as undeclared. Write one of %s.",
					key.audience, key.subjectType, strings.Join(subjectTypes, ", ")))
		}
	}
}

// declare refuses what contradicts other resources of the configuration.
func (m exclusiveModel) declare(instance string, declarations *tf.Declarations, diags *diag.Diagnostics) {
	if m.ClientID.IsUnknown() {
		return
	}
	var members []string
	if keys, complete := m.declared(); complete {
		members = make([]string, len(keys))
		for i, key := range keys {
			members[i] = key.String()
		}
	}
	omitted, twice := declarations.DeclareWhole(instance, grantsOf(m.ClientID), members)
	switch {
	case twice:
		diags.AddAttributeError(path.Root("client_id"), "Application has two exclusive resources",
			fmt.Sprintf("Another auth0access_client_grants_exclusive of this configuration is for application %s too. Each deletes what only the other "+
				"lists, and one is enough. Keep one of them, and list all grants of the application there.", m.ClientID.ValueString()))
	case len(omitted) > 0:
		diags.AddAttributeError(path.Root("grants"), "Declared grants are left out",
			fmt.Sprintf("This configuration grants %s what grants does not list, so each apply would delete it and the next one make it again:\n\n%s\n\n"+
				"Add it to grants, or remove its auth0access_client_grant.", m.ClientID.ValueString(), tf.Itemized(omitted)))
	}
}

// declareMember refuses a grant that an exclusive resource of the configuration leaves out.
func (m model) declareMember(declarations *tf.Declarations, diags *diag.Diagnostics) {
	if m.ClientID.IsUnknown() || m.Audience.IsUnknown() || m.SubjectType.IsUnknown() {
		return
	}
	key := grantKey{m.Audience.ValueString(), m.SubjectType.ValueString()}
	if declarations.DeclareMember(grantsOf(m.ClientID), key.String()) {
		diags.AddAttributeError(path.Root("audience"), "Grant is left out of exclusive set",
			fmt.Sprintf("The auth0access_client_grants_exclusive of application %s does not list %s, so each apply would delete the grant and the next "+
				"one make it again. Add the grant to grants there, or remove it here. If another one lists it, the application has two exclusive "+
				"resources: keep one of them.", m.ClientID.ValueString(), key))
	}
}

// grantsOf names the set of an application's grants.
func grantsOf(clientID types.String) string { return "grants of " + clientID.ValueString() }

// warn names what creating the resource deletes.
func (m exclusiveModel) warn(undeclared []found, diags *diag.Diagnostics) {
	if len(undeclared) == 0 {
		return
	}
	names := make([]string, len(undeclared))
	for i, grant := range undeclared {
		names[i] = grant.String()
	}
	condition := "that grants does not list. Applying deletes them"
	if _, complete := m.declared(); !complete {
		condition = "that grants does not list as far as it is known. Applying deletes those that it then still does not list"
	}
	diags.AddAttributeWarning(path.Root("grants"), "Undeclared client grants will be deleted",
		fmt.Sprintf("Application %s has grants %s:\n\n%s\n\nTo keep one, add it to grants.", m.ClientID.ValueString(), condition, tf.Itemized(names)))
}

var (
	declaredType   = types.ObjectType{AttrTypes: map[string]attr.Type{"audience": types.StringType, "subject_type": types.StringType}}
	undeclaredType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"id": types.StringType, "audience": types.StringType, "subject_type": types.StringType,
	}}
)

func declaredSet(grants []found) types.Set {
	elements := make([]attr.Value, len(grants))
	for i, grant := range grants {
		elements[i] = types.ObjectValueMust(declaredType.AttrTypes, map[string]attr.Value{
			"audience": types.StringValue(grant.audience), "subject_type": types.StringValue(grant.subjectType),
		})
	}
	return tf.SetOf(declaredType, elements)
}

func undeclaredSet(grants []found) types.Set {
	elements := make([]attr.Value, len(grants))
	for i, grant := range grants {
		elements[i] = types.ObjectValueMust(undeclaredType.AttrTypes, map[string]attr.Value{
			"id":       tf.StringOrNull(grant.id),
			"audience": types.StringValue(grant.audience), "subject_type": types.StringValue(grant.subjectType),
		})
	}
	return tf.SetOf(undeclaredType, elements)
}
