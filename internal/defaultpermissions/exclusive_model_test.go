package defaultpermissions

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
	half := func(id, audience, subjectType string) auth0.ClientGrant {
		return auth0.ClientGrant{ID: id, DefaultFor: auth0.DefaultForThirdPartyClients, Audience: audience, SubjectType: subjectType}
	}
	system, own := half("cgr_s", "files", "user"), half("cgr_o", "files", "user")
	system.IsSystem = true
	own.DefaultFor, own.ClientID = "", "tpc_1"
	grants := []auth0.ClientGrant{half("cgr_2", "orders", "user"), system, half("cgr_1", "orders", "client"), own}

	both := []found{{"orders", "client", "cgr_1"}, {"orders", "user", "cgr_2"}}
	tests := map[string]struct {
		audiences types.Set
		want      []found
	}{
		"nothing declared":   {audiences: tf.StringSet(nil), want: both},
		"API declared":       {audiences: tf.StringSet([]string{"orders", "files"})},
		"other API declared": {audiences: tf.StringSet([]string{"files"}), want: both},
		"imported, none yet": {audiences: types.SetNull(types.StringType), want: both},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := (exclusiveModel{Audiences: test.audiences}).notDeclared(grants); !slices.Equal(got, test.want) {
				t.Errorf("undeclared are %v, want %v", got, test.want)
			}
		})
	}
}

func TestRemovals(t *testing.T) {
	t.Parallel()
	state := exclusiveModel{
		Audiences:  tf.StringSet([]string{"orders", "customers"}),
		Undeclared: undeclaredSet([]found{{"files", "user", "cgr_3"}}),
	}
	tests := map[string]struct {
		planned []string
		want    []found
	}{
		"nothing changed":       {planned: []string{"orders", "customers"}, want: []found{{"files", "user", "cgr_3"}}},
		"declared meanwhile":    {planned: []string{"orders", "customers", "files"}},
		"declared no longer":    {planned: []string{"orders", "files"}, want: []found{{audience: "customers"}}},
		"none allowed any more": {want: []found{{"files", "user", "cgr_3"}, {audience: "customers"}, {audience: "orders"}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := (exclusiveModel{Audiences: tf.StringSet(test.planned)}).removals(state); !slices.Equal(got, test.want) {
				t.Errorf("removals are %v, want %v", got, test.want)
			}
		})
	}
}

// Right after a removal, a listing that shows what was removed lags behind; one that shows something else does not.
func TestShowsRemoved(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		listed  []found
		removed string
		want    bool
	}{
		"nothing":                  {removed: "cgr_1"},
		"same half":                {listed: []found{{"orders", "user", "cgr_1"}}, removed: "cgr_1", want: true},
		"half of an API":           {listed: []found{{"orders", "user", "cgr_1"}}, removed: "files\norders", want: true},
		"made anew":                {listed: []found{{"orders", "user", "cgr_2"}}, removed: "cgr_1"},
		"nothing was removed ever": {listed: []found{{"orders", "user", "cgr_2"}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := showsRemoved(test.listed, test.removed); got != test.want {
				t.Errorf("showsRemoved = %t, want %t", got, test.want)
			}
		})
	}
}

// While part of the set is unknown, the warning does not claim to know what will be deleted, and nothing is held against
// other resources.
func TestExclusiveWithUnknownAudiences(t *testing.T) {
	t.Parallel()
	m := exclusiveModel{Audiences: types.SetValueMust(types.StringType, []attr.Value{types.StringUnknown()})}
	var diags diag.Diagnostics
	m.warn("example.eu.auth0.com", []found{{"orders", "user", "cgr_2"}}, &diags)
	if len(diags) != 1 || diags.HasError() || !strings.Contains(diags[0].Detail(), "as far as it is known") {
		t.Errorf("got %v, want one warning that admits what is unknown", diags)
	}

	diags = nil
	var declarations tf.Declarations
	declareMember(types.StringValue("orders"), &declarations, &diags)
	m.declare("one", &declarations, &diags)
	if len(diags) > 0 {
		t.Errorf("what is unknown was refused: %v", diags)
	}
}
