package connection

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
	ConnectionIDs types.Set    `tfsdk:"connection_ids"`
	Undeclared    types.Set    `tfsdk:"undeclared"`
	Domain        types.String `tfsdk:"domain"`
}

func (m exclusiveModel) identity() tf.TenantIdentity { return tf.TenantIdentity{Domain: m.Domain} }

// found is a promoted connection. Of one that is declared no longer, nobody has looked at the name and the strategy.
type found struct{ id, name, strategy string }

func (f found) String() string {
	if f.name == "" {
		return f.id
	}
	return fmt.Sprintf("%s (%s), %s", f.name, f.strategy, f.id)
}

// notDeclared returns those of the connections that are promoted and not in connection_ids.
func (m exclusiveModel) notDeclared(connections []auth0.Connection) []found {
	declared := tf.Strings(m.ConnectionIDs)
	var undeclared []found
	for _, connection := range connections {
		if connection.IsDomainConnection && !slices.Contains(declared, connection.ID) {
			undeclared = append(undeclared, found{connection.ID, connection.Name, connection.Strategy})
		}
	}
	slices.SortFunc(undeclared, func(a, b found) int { return cmp.Compare(a.String(), b.String()) })
	return undeclared
}

// demotions returns what the plan m shows as leaving: what was found undeclared, and what is declared no longer.
func (m exclusiveModel) demotions(state exclusiveModel) []found {
	declared := tf.Strings(m.ConnectionIDs)
	var demotions []found
	for _, object := range tf.Objects(state.Undeclared) {
		if id := tf.StringIn(object, "connection_id").ValueString(); !slices.Contains(declared, id) {
			demotions = append(demotions, found{id, tf.StringIn(object, "name").ValueString(), tf.StringIn(object, "strategy").ValueString()})
		}
	}
	for _, id := range tf.Strings(state.ConnectionIDs) {
		if !slices.Contains(declared, id) {
			demotions = append(demotions, found{id: id})
		}
	}
	return demotions
}

// noteDemotions keeps what was to be demoted, which the next listings may still show as promoted.
func noteDemotions(ctx context.Context, private tf.PrivateWriter, demotions []found, diags *diag.Diagnostics) {
	tf.NoteWrite(ctx, private, strings.Join(tf.Strings(idsOf(demotions)), "\n"), "", diags)
}

// showsDemoted reports whether a listing shows what was demoted right before as promoted; demoted are the ids.
func showsDemoted(undeclared []found, demoted string) bool {
	return slices.ContainsFunc(undeclared, func(f found) bool {
		return slices.Contains(strings.Split(demoted, "\n"), f.id)
	})
}

// validate refuses what cannot be a connection's id.
func (m exclusiveModel) validate(diags *diag.Diagnostics) {
	for _, id := range tf.Strings(m.ConnectionIDs) {
		if !isConnectionID(id) {
			diags.AddAttributeError(path.Root("connection_ids"), "Not the id of a connection",
				fmt.Sprintf("%q is not a connection's id, which begins with con_, so the connection that is meant would count as undeclared and be demoted. "+
					"Of a connection known by its name, take the id from the data source auth0access_connection.", id))
		}
	}
}

// allPromotions names the set of the promoted connections.
const allPromotions = "promoted connections"

// declare refuses what contradicts other resources of the configuration.
func (m exclusiveModel) declare(instance string, declarations *tf.Declarations, diags *diag.Diagnostics) {
	var ids []string
	if tf.IsWhollyKnown(m.ConnectionIDs) {
		ids = tf.Strings(m.ConnectionIDs)
	}
	omitted, twice := declarations.DeclareWhole(instance, allPromotions, ids)
	switch {
	case twice:
		diags.AddAttributeError(path.Root("connection_ids"), "Tenant has two exclusive resources",
			"Another auth0access_connection_domain_promotions_exclusive of this configuration is for the same tenant. Each demotes what only the "+
				"other lists, and one is enough. Keep one of them, and list all connections there.")
	case len(omitted) > 0:
		diags.AddAttributeError(path.Root("connection_ids"), "Declared promotions are left out",
			fmt.Sprintf("This configuration promotes connections that connection_ids does not list, so each apply would demote them and the next one "+
				"promote them again:\n\n%s\n\nAdd them to connection_ids, or remove their auth0access_connection_domain_promotion.", tf.Itemized(omitted)))
	}
}

// declareMember refuses a promotion that an exclusive resource of the configuration leaves out.
func (m model) declareMember(declarations *tf.Declarations, diags *diag.Diagnostics) {
	if m.ConnectionID.IsUnknown() || !m.Promoted.ValueBool() || !declarations.DeclareMember(allPromotions, m.ConnectionID.ValueString()) {
		return
	}
	diags.AddAttributeError(path.Root("connection_id"), "Promotion is left out of exclusive set",
		fmt.Sprintf("The auth0access_connection_domain_promotions_exclusive of this configuration does not list %s, so each apply would demote the "+
			"connection and the next one promote it again. Add it to connection_ids there, or remove this resource. If another one lists it, the "+
			"tenant has two exclusive resources: keep one of them.", m.ConnectionID.ValueString()))
}

// warn names what creating the resource demotes.
func (m exclusiveModel) warn(domain string, undeclared []found, diags *diag.Diagnostics) {
	if len(undeclared) == 0 {
		return
	}
	names := make([]string, len(undeclared))
	for i, connection := range undeclared {
		names[i] = connection.String()
	}
	condition := "that connection_ids does not list. Applying demotes them"
	if !tf.IsWhollyKnown(m.ConnectionIDs) {
		condition = "that connection_ids does not list as far as it is known. Applying demotes those that it then still does not list"
	}
	diags.AddAttributeWarning(path.Root("connection_ids"), "Undeclared connections will be demoted",
		fmt.Sprintf("The tenant %s has promoted connections %s, and third-party applications can no longer log users in with them:\n\n%s\n\n"+
			"To keep one, add its id to connection_ids.", domain, condition, tf.Itemized(names)))
}

var undeclaredType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"connection_id": types.StringType, "name": types.StringType, "strategy": types.StringType,
}}

func undeclaredSet(connections []found) types.Set {
	elements := make([]attr.Value, len(connections))
	for i, connection := range connections {
		elements[i] = types.ObjectValueMust(undeclaredType.AttrTypes, map[string]attr.Value{
			"connection_id": types.StringValue(connection.id),
			"name":          tf.StringOrNull(connection.name),
			"strategy":      tf.StringOrNull(connection.strategy),
		})
	}
	return tf.SetOf(undeclaredType, elements)
}

// idsOf returns the set of the connections' ids.
func idsOf(connections []found) types.Set {
	ids := make([]string, len(connections))
	for i, connection := range connections {
		ids[i] = connection.id
	}
	return tf.StringSet(ids)
}
