package tf_test

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

func scopes(values ...string) tf.GrantedScopes { return tf.GrantedScopes{Scopes: tf.StringSet(values)} }

func allScopes() tf.GrantedScopes {
	return tf.GrantedScopes{Scopes: types.SetNull(types.StringType), AllScopes: types.BoolValue(true)}
}

func explicitScopes(values ...string) tf.GrantedScopes {
	return tf.GrantedScopes{Scopes: tf.StringSet(values), AllScopes: types.BoolValue(false)}
}

func TestGrantedScopesChanges(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		before, now tf.GrantedScopes
		want        string
	}{
		"new, scopes":            {now: scopes("b", "a"), want: `{"scope":["a","b"]}`},
		"new, no scope":          {now: scopes(), want: `{"scope":[]}`},
		"new, all scopes":        {now: allScopes(), want: `{"allow_all_scopes":true}`},
		"new, scopes explicitly": {now: explicitScopes("a"), want: `{"scope":["a"]}`},
		"same scopes":            {before: scopes("a", "b"), now: scopes("b", "a"), want: `{}`},
		"still all scopes":       {before: allScopes(), now: allScopes(), want: `{}`},
		"other scopes":           {before: scopes("a"), now: scopes("a", "b"), want: `{"scope":["a","b"]}`},
		"no scope any more":      {before: scopes("a"), now: scopes(), want: `{"scope":[]}`},
		"scopes to all":          {before: scopes("a"), now: allScopes(), want: `{"allow_all_scopes":true}`},
		"all to scopes":          {before: allScopes(), now: scopes("a"), want: `{"scope":["a"],"allow_all_scopes":false}`},
		"all to none":            {before: allScopes(), now: explicitScopes(), want: `{"scope":[],"allow_all_scopes":false}`},
		"saying false":           {before: scopes("a"), now: explicitScopes("a"), want: `{}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var fields auth0.ClientGrantFields
			fields.Scope, fields.AllowAllScopes = test.now.Changes(test.before)
			expectJSON(t, fields, test.want)
		})
	}
}

func TestGrantedBy(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		grant auth0.ClientGrant
		want  tf.GrantedScopes
	}{
		"scopes":                 {auth0.ClientGrant{Scope: []string{"a"}}, explicitScopes("a")},
		"nothing":                {auth0.ClientGrant{}, explicitScopes()},
		"all scopes":             {auth0.ClientGrant{AllowAllScopes: true}, allScopes()},
		"all scopes with a list": {auth0.ClientGrant{AllowAllScopes: true, Scope: []string{"a"}}, allScopes()},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := tf.GrantedBy(&test.grant)
			if !got.Scopes.Equal(test.want.Scopes) || !got.AllScopes.Equal(test.want.AllScopes) {
				t.Errorf("GrantedBy = %v, want %v", got, test.want)
			}
		})
	}
}

// Of two arguments that exclude each other, ignore_changes may keep one, so that both or neither are planned.
func TestCheckOneCounts(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		granted tf.GrantedScopes
		refused bool
	}{
		"scopes":     {scopes("a"), false},
		"no scopes":  {explicitScopes(), false},
		"all scopes": {allScopes(), false},
		"neither":    {tf.GrantedScopes{Scopes: types.SetNull(types.StringType), AllScopes: types.BoolValue(false)}, true},
		"both":       {tf.GrantedScopes{Scopes: tf.StringSet([]string{"a"}), AllScopes: types.BoolValue(true)}, true},
		"unknown":    {tf.GrantedScopes{Scopes: types.SetUnknown(types.StringType), AllScopes: types.BoolValue(true)}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			test.granted.CheckOneCounts(path.Root, &diags)
			if diags.HasError() != test.refused {
				t.Errorf("errors: %v", diags)
			}
		})
	}
}

func expectJSON(t *testing.T, value any, want string) {
	t.Helper()
	got, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
