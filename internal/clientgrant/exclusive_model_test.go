package clientgrant

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

var (
	ordersForUsers = seen("", "orders", "user")
	ordersItself   = seen("", "orders", "client")
	filesForUsers  = seen("", "files", "user")
)

func seen(id, audience, subjectType string) found {
	return found{tf.StringOrNull(id), types.StringValue(audience), types.StringValue(subjectType)}
}

// Grants that Auth0 made, default permissions and other applications' grants do not count as the application's own.
func TestOwn(t *testing.T) {
	t.Parallel()
	grant := func(id, audience, subjectType string) auth0.ClientGrant {
		return auth0.ClientGrant{ID: id, ClientID: "tpc_1", Audience: audience, SubjectType: subjectType}
	}
	system, others, defaults := grant("cgr_s", "files", "user"), grant("cgr_o", "files", "user"), grant("cgr_d", "files", "user")
	system.IsSystem, others.ClientID = true, "tpc_2"
	defaults.ClientID, defaults.DefaultFor = "", auth0.DefaultForThirdPartyClients
	got := own([]auth0.ClientGrant{grant("cgr_2", "orders", "user"), system, grant("cgr_1", "orders", "client"), others, defaults}, "tpc_1")
	if want := []found{seen("cgr_2", "orders", "user"), seen("cgr_1", "orders", "client")}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
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
		"same":           {seen: seen("cgr_1", "orders", "user"), want: true},
		"made anew":      {seen: seen("cgr_0", "orders", "user")},
		"never looked":   {seen: ordersForUsers, want: true},
		"other subject":  {seen: seen("cgr_1", "orders", "client")},
		"other audience": {seen: seen("cgr_1", "files", "user")},
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

// A declared grant with an unknown part is not known.
func TestFoundIn(t *testing.T) {
	t.Parallel()
	half := func(audience, subjectType types.String) attr.Value {
		return types.ObjectValueMust(declaredType.AttrTypes, map[string]attr.Value{"audience": audience, "subject_type": subjectType})
	}
	tests := map[string]struct {
		element attr.Value
		isKnown bool
	}{
		"known":                {element: ordersItself.element(), isKnown: true},
		"unknown":              {element: types.ObjectUnknown(declaredType.AttrTypes)},
		"unknown API":          {element: half(types.StringUnknown(), types.StringValue("user"))},
		"unknown subject type": {element: half(types.StringValue("orders"), types.StringUnknown())},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, isKnown := foundIn(test.element)
			if isKnown != test.isKnown || isKnown && got != ordersItself {
				t.Errorf("got %v, known %t", got, isKnown)
			}
		})
	}
}

func TestValidateDeclared(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		grants []found
		want   string // summary of the only error, empty for none
	}{
		"known subject types": {grants: []found{ordersForUsers, ordersItself, filesForUsers, seen("", "orders", "anonymous_user")}},
		"misspelt":            {grants: []found{seen("", "orders", "users")}, want: "Grant has unknown subject type"},
		"no audience":         {grants: []found{seen("", "", "user")}, want: "Grant names no API"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			validateDeclared(test.grants, &diags)
			if test.want == "" && len(diags) == 0 {
				return
			}
			if len(diags) != 1 || diags[0].Summary() != test.want {
				t.Errorf("got %v, want %q", diags, test.want)
			}
		})
	}
}
