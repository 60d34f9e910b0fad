package connection

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

func TestNotDeclared(t *testing.T) {
	t.Parallel()
	connections := []auth0.Connection{
		{ID: "con_2", Name: "google", Strategy: "google-oauth2", IsDomainConnection: true},
		{ID: "con_3", Name: "okta", Strategy: "okta"},
		{ID: "con_1", Name: "customers", Strategy: "auth0", IsDomainConnection: true},
	}
	both := []found{{"con_1", "customers", "auth0"}, {"con_2", "google", "google-oauth2"}}
	tests := map[string]struct {
		ids  types.Set
		want []found
	}{
		"nothing declared":   {ids: tf.StringSet(nil), want: both},
		"one declared":       {ids: tf.StringSet([]string{"con_1", "con_3"}), want: both[1:]},
		"all declared":       {ids: tf.StringSet([]string{"con_1", "con_2"})},
		"imported, none yet": {ids: types.SetNull(types.StringType), want: both},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := (exclusiveModel{ConnectionIDs: test.ids}).notDeclared(connections); !slices.Equal(got, test.want) {
				t.Errorf("undeclared are %v, want %v", got, test.want)
			}
		})
	}
}

func TestDemotions(t *testing.T) {
	t.Parallel()
	google := found{"con_2", "google", "google-oauth2"}
	state := exclusiveModel{ConnectionIDs: tf.StringSet([]string{"con_1", "con_3"}), Undeclared: undeclaredSet([]found{google})}
	tests := map[string]struct {
		planned []string
		want    []found
	}{
		"nothing changed":       {planned: []string{"con_1", "con_3"}, want: []found{google}},
		"declared meanwhile":    {planned: []string{"con_1", "con_2", "con_3"}},
		"declared no longer":    {planned: []string{"con_2", "con_3"}, want: []found{{id: "con_1"}}},
		"none allowed any more": {want: []found{google, {id: "con_1"}, {id: "con_3"}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := (exclusiveModel{ConnectionIDs: tf.StringSet(test.planned)}).demotions(state); !slices.Equal(got, test.want) {
				t.Errorf("demotions are %v, want %v", got, test.want)
			}
		})
	}
}

// While part of the set is unknown, the warning does not claim to know what will be demoted, and nothing is held against
// other resources.
func TestExclusiveWithUnknownConnections(t *testing.T) {
	t.Parallel()
	m := exclusiveModel{ConnectionIDs: types.SetValueMust(types.StringType, []attr.Value{types.StringUnknown()})}
	var diags diag.Diagnostics
	m.warn("example.eu.auth0.com", []found{{"con_2", "google", "google-oauth2"}}, &diags)
	if len(diags) != 1 || diags.HasError() || !strings.Contains(diags[0].Detail(), "as far as it is known") {
		t.Errorf("got %v, want one warning that admits what is unknown", diags)
	}

	diags = nil
	var declarations tf.Declarations
	model{ConnectionID: types.StringValue("con_1"), Promoted: types.BoolValue(true)}.declareMember(&declarations, &diags)
	m.validate(&diags)
	m.declare("one", &declarations, &diags)
	if len(diags) > 0 {
		t.Errorf("what is unknown was refused: %v", diags)
	}
}
