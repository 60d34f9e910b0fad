package defaultpermissions

import (
	"cmp"
	"context"
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

type exclusiveModel struct {
	Audiences  types.Set    `tfsdk:"audiences"`
	Undeclared types.Set    `tfsdk:"undeclared"`
	Domain     types.String `tfsdk:"domain"`
}

func (m exclusiveModel) identity() tf.TenantIdentity { return tf.TenantIdentity{Domain: m.Domain} }

// found is one half of an API's default permissions that is there. Of an API that is declared no longer, nobody has
// looked what there is: it has neither subject type nor id and stands for both halves.
type found struct{ audience, subjectType, id string }

func (f found) String() string {
	if f.id == "" {
		return f.audience
	}
	return fmt.Sprintf("%s (%s), %s", f.audience, f.subjectType, f.id)
}

// matches reports whether the grant is what was found.
func (f found) matches(grant auth0.ClientGrant) bool {
	return f.audience == grant.Audience && (f.id == "" || f.id == grant.ID && f.subjectType == grant.SubjectType)
}

// isDefault reports whether the grant is a default permission, and not one that Auth0 made and nobody can delete.
func isDefault(grant auth0.ClientGrant) bool {
	return grant.DefaultFor == auth0.DefaultForThirdPartyClients && !grant.IsSystem
}

// notDeclared returns those of the grants that may be deleted and of which the API is not in audiences.
func (m exclusiveModel) notDeclared(grants []auth0.ClientGrant) []found {
	declared := tf.Strings(m.Audiences)
	var undeclared []found
	for _, grant := range grants {
		if isDefault(grant) && !slices.Contains(declared, grant.Audience) {
			undeclared = append(undeclared, found{grant.Audience, grant.SubjectType, grant.ID})
		}
	}
	slices.SortFunc(undeclared, func(a, b found) int { return cmp.Compare(a.String(), b.String()) })
	return undeclared
}

// removals returns what the plan m shows as leaving: what was found undeclared, and what is declared no longer.
func (m exclusiveModel) removals(state exclusiveModel) []found {
	declared := tf.Strings(m.Audiences)
	var removals []found
	for _, object := range tf.Objects(state.Undeclared) {
		if audience := tf.StringIn(object, "audience").ValueString(); !slices.Contains(declared, audience) {
			removals = append(removals, found{
				audience, tf.StringIn(object, "subject_type").ValueString(), tf.StringIn(object, "id").ValueString(),
			})
		}
	}
	for _, audience := range tf.Strings(state.Audiences) {
		if !slices.Contains(declared, audience) {
			removals = append(removals, found{audience: audience})
		}
	}
	return removals
}

// noteRemovals keeps what was to be removed, which the next listings may still show.
func noteRemovals(ctx context.Context, private tf.PrivateWriter, removals []found, diags *diag.Diagnostics) {
	removed := make([]string, len(removals))
	for i, removal := range removals {
		removed[i] = cmp.Or(removal.id, removal.audience)
	}
	tf.NoteWrite(ctx, private, strings.Join(removed, "\n"), "", diags)
}

// showsRemoved reports whether a listing shows what was removed right before: removed are ids, and the audiences of APIs
// that lost both halves.
func showsRemoved(undeclared []found, removed string) bool {
	gone := strings.Split(removed, "\n")
	return slices.ContainsFunc(undeclared, func(f found) bool {
		return slices.Contains(gone, f.id) || slices.Contains(gone, f.audience)
	})
}

// allDefaults names the set of the APIs that have default permissions.
const allDefaults = "default permissions"

// declare refuses what contradicts other resources of the configuration.
func (m exclusiveModel) declare(instance string, declarations *tf.Declarations, diags *diag.Diagnostics) {
	var audiences []string
	if tf.IsWhollyKnown(m.Audiences) {
		audiences = tf.Strings(m.Audiences)
	}
	omitted, twice := declarations.DeclareWhole(instance, allDefaults, audiences)
	switch {
	case twice:
		diags.AddAttributeError(path.Root("audiences"), "Tenant has two exclusive resources",
			"Another auth0access_default_permissions_exclusive of this configuration is for the same tenant. Each deletes what only the other lists, "+
				"and one is enough. Keep one of them, and list all APIs there.")
	case len(omitted) > 0:
		diags.AddAttributeError(path.Root("audiences"), "Declared APIs are left out",
			fmt.Sprintf("This configuration gives default permissions to APIs that audiences does not list, so each apply would delete them and the next "+
				"one make them again:\n\n%s\n\nAdd the APIs to audiences, or remove their auth0access_api_default_permissions.", tf.Itemized(omitted)))
	}
}

// declareMember refuses default permissions of an API that an exclusive resource of the configuration leaves out.
func declareMember(audience types.String, declarations *tf.Declarations, diags *diag.Diagnostics) {
	if audience.IsUnknown() || !declarations.DeclareMember(allDefaults, audience.ValueString()) {
		return
	}
	diags.AddAttributeError(path.Root("audience"), "API is left out of exclusive set",
		fmt.Sprintf("The auth0access_default_permissions_exclusive of this configuration does not list %s, so each apply would delete its default "+
			"permissions and the next one make them again. Add the API to audiences there, or remove this resource. If another one "+
			"lists it, the tenant has two exclusive resources: keep one of them.", audience.ValueString()))
}

// warn names what creating the resource deletes.
func (m exclusiveModel) warn(domain string, undeclared []found, diags *diag.Diagnostics) {
	if len(undeclared) == 0 {
		return
	}
	names := make([]string, len(undeclared))
	for i, permission := range undeclared {
		names[i] = permission.String()
	}
	condition := "that audiences does not list. Applying deletes them"
	if !tf.IsWhollyKnown(m.Audiences) {
		condition = "that audiences does not list as far as it is known. Applying deletes those of APIs that it then still does not list"
	}
	diags.AddAttributeWarning(path.Root("audiences"), "Undeclared default permissions will be deleted",
		fmt.Sprintf("The tenant %s has default permissions of APIs %s:\n\n%s\n\nTo keep those of an API, add it to audiences.",
			domain, condition, tf.Itemized(names)))
}

var undeclaredType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"id": types.StringType, "audience": types.StringType, "subject_type": types.StringType,
}}

func undeclaredSet(permissions []found) types.Set {
	elements := make([]attr.Value, len(permissions))
	for i, permission := range permissions {
		elements[i] = types.ObjectValueMust(undeclaredType.AttrTypes, map[string]attr.Value{
			"id":           tf.StringOrNull(permission.id),
			"audience":     types.StringValue(permission.audience),
			"subject_type": tf.StringOrNull(permission.subjectType),
		})
	}
	return tf.SetOf(undeclaredType, elements)
}

// audiencesOf returns the set of the APIs that have the default permissions.
func audiencesOf(permissions []found) types.Set {
	var audiences []string
	for _, permission := range permissions {
		audiences = append(audiences, permission.audience)
	}
	slices.Sort(audiences)
	return tf.StringSet(slices.Compact(audiences))
}
