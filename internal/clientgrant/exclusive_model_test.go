package clientgrant

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

var (
	ordersForUsers = grantKey{"orders", "user"}
	ordersItself   = grantKey{"orders", "client"}
	filesForUsers  = grantKey{"files", "user"}
)

func TestNotDeclared(t *testing.T) {
	t.Parallel()
	own := func(id, audience, subjectType string) auth0.ClientGrant {
		return auth0.ClientGrant{ID: id, ClientID: "tpc_1", Audience: audience, SubjectType: subjectType}
	}
	system, others, defaults := own("cgr_s", "files", "user"), own("cgr_o", "files", "user"), own("cgr_d", "files", "user")
	system.IsSystem, others.ClientID = true, "tpc_2"
	defaults.ClientID, defaults.DefaultFor = "", auth0.DefaultForThirdPartyClients
	grants := []auth0.ClientGrant{own("cgr_2", "orders", "user"), system, own("cgr_1", "orders", "client"), others, defaults}

	tests := map[string]struct {
		declared types.Set
		want     []found
	}{
		"nothing declared":   {declared: declaredAs(), want: []found{{ordersItself, "cgr_1"}, {ordersForUsers, "cgr_2"}}},
		"one declared":       {declared: declaredAs(ordersForUsers), want: []found{{ordersItself, "cgr_1"}}},
		"all declared":       {declared: declaredAs(ordersForUsers, ordersItself, filesForUsers)},
		"one unknown":        {declared: partlyUnknown(ordersItself), want: []found{{ordersForUsers, "cgr_2"}}},
		"wholly unknown":     {declared: types.SetUnknown(declaredType), want: []found{{ordersItself, "cgr_1"}, {ordersForUsers, "cgr_2"}}},
		"imported, none yet": {declared: types.SetNull(declaredType), want: []found{{ordersItself, "cgr_1"}, {ordersForUsers, "cgr_2"}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := exclusiveModel{ClientID: types.StringValue("tpc_1"), Grants: test.declared}
			if got := m.notDeclared(grants); !slices.Equal(got, test.want) {
				t.Errorf("undeclared are %v, want %v", got, test.want)
			}
		})
	}
}

func TestRemovals(t *testing.T) {
	t.Parallel()
	state := exclusiveModel{
		Grants:     declaredAs(ordersForUsers, ordersItself),
		Undeclared: undeclaredSet([]found{{filesForUsers, "cgr_3"}}),
	}
	tests := map[string]struct {
		planned types.Set
		want    []found
	}{
		"nothing changed":    {planned: state.Grants, want: []found{{filesForUsers, "cgr_3"}}},
		"declared meanwhile": {planned: declaredAs(ordersForUsers, ordersItself, filesForUsers)},
		"declared no longer": {planned: declaredAs(ordersItself, filesForUsers), want: []found{{grantKey: ordersForUsers}}},
		"none allowed any more": {planned: declaredAs(), want: []found{
			{filesForUsers, "cgr_3"}, {grantKey: ordersItself}, {grantKey: ordersForUsers},
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := exclusiveModel{Grants: test.planned}.removals(state)
			slices.SortFunc(got, func(a, b found) int { return strings.Compare(a.String(), b.String()) })
			if !slices.Equal(got, test.want) {
				t.Errorf("removals are %v, want %v", got, test.want)
			}
		})
	}
}

// Only the grant that was seen is removed, not another one in its place.
func TestFoundMatches(t *testing.T) {
	t.Parallel()
	grant := auth0.ClientGrant{ID: "cgr_1", Audience: "orders", SubjectType: "user"}
	tests := map[string]struct {
		seen found
		want bool
	}{
		"same":           {seen: found{ordersForUsers, "cgr_1"}, want: true},
		"made anew":      {seen: found{ordersForUsers, "cgr_0"}},
		"never looked":   {seen: found{grantKey: ordersForUsers}, want: true},
		"other subject":  {seen: found{ordersItself, "cgr_1"}},
		"other audience": {seen: found{filesForUsers, "cgr_1"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.seen.matches(grant); got != test.want {
				t.Errorf("matches = %t, want %t", got, test.want)
			}
		})
	}
}

// While part of the set is unknown, the warning does not claim to know what will be deleted, and nothing is held against
// other resources.
func TestExclusiveWithUnknownGrants(t *testing.T) {
	t.Parallel()
	m := exclusiveModel{ClientID: types.StringValue("tpc_1"), Grants: partlyUnknown(ordersItself)}
	var diags diag.Diagnostics
	m.warn([]found{{ordersForUsers, "cgr_2"}}, &diags)
	if len(diags) != 1 || diags.HasError() || !strings.Contains(diags[0].Detail(), "as far as it is known") {
		t.Errorf("got %v, want one warning that admits what is unknown", diags)
	}

	diags = nil
	var declarations tf.Declarations
	granted := model{ClientID: m.ClientID, Audience: types.StringValue("orders"), SubjectType: types.StringValue("user")}
	granted.declareMember(&declarations, &diags)
	m.declare("one", &declarations, &diags)
	if len(diags) > 0 {
		t.Errorf("what is unknown was refused: %v", diags)
	}
}

func TestExclusiveValidate(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		grants types.Set
		want   string // summary of the only error, empty for none
	}{
		"known subject types": {grants: declaredAs(ordersForUsers, ordersItself, grantKey{"orders", "anonymous_user"})},
		"unknown":             {grants: partlyUnknown(ordersItself)},
		"misspelt":            {grants: declaredAs(grantKey{"orders", "users"}), want: "Grant has unknown subject type"},
		"no audience":         {grants: declaredAs(grantKey{"", "user"}), want: "Grant names no API"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			exclusiveModel{Grants: test.grants}.validate(&diags)
			if test.want == "" && len(diags) == 0 {
				return
			}
			if len(diags) != 1 || diags[0].Summary() != test.want {
				t.Errorf("got %v, want %q", diags, test.want)
			}
		})
	}
}

func declaredAs(keys ...grantKey) types.Set {
	grants := make([]found, len(keys))
	for i, key := range keys {
		grants[i].grantKey = key
	}
	return declaredSet(grants)
}

// partlyUnknown is a set of the grant and of three of which something is unknown.
func partlyUnknown(key grantKey) types.Set {
	half := func(audience, subjectType types.String) attr.Value {
		return types.ObjectValueMust(declaredType.AttrTypes, map[string]attr.Value{"audience": audience, "subject_type": subjectType})
	}
	return types.SetValueMust(declaredType, append(declaredAs(key).Elements(),
		types.ObjectUnknown(declaredType.AttrTypes),
		half(types.StringUnknown(), types.StringValue("user")),
		half(types.StringValue("orders"), types.StringUnknown())))
}
