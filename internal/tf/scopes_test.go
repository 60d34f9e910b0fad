package tf_test

import (
	"encoding/json"
	"testing"

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
		grant        auth0.ClientGrant
		before, want tf.GrantedScopes
	}{
		"scopes, imported":            {grant: auth0.ClientGrant{Scope: []string{"a"}}, want: scopes("a")},
		"nothing, imported":           {grant: auth0.ClientGrant{}, want: scopes()},
		"all scopes, imported":        {grant: auth0.ClientGrant{AllowAllScopes: true}, want: allScopes()},
		"all scopes with a list":      {grant: auth0.ClientGrant{AllowAllScopes: true, Scope: []string{"a"}}, before: allScopes(), want: allScopes()},
		"false stays false":           {grant: auth0.ClientGrant{Scope: []string{"a"}}, before: explicitScopes("a"), want: explicitScopes("a")},
		"left out stays left out":     {grant: auth0.ClientGrant{Scope: []string{"a"}}, before: scopes("a"), want: scopes("a")},
		"all scopes narrowed outside": {grant: auth0.ClientGrant{Scope: []string{"a"}}, before: allScopes(), want: explicitScopes("a")},
		"scopes widened outside":      {grant: auth0.ClientGrant{AllowAllScopes: true}, before: scopes("a"), want: allScopes()},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := tf.GrantedBy(&test.grant, test.before)
			if !got.Scopes.Equal(test.want.Scopes) || !got.AllScopes.Equal(test.want.AllScopes) {
				t.Errorf("GrantedBy = %v, want %v", got, test.want)
			}
		})
	}
}

func TestStringSetLike(t *testing.T) {
	t.Parallel()
	null, empty := types.SetNull(types.StringType), tf.StringSet(nil)
	tests := map[string]struct {
		before types.Set
		values []string
		want   types.Set
	}{
		"none, left out before": {before: null, want: null},
		"none, empty before":    {before: empty, want: empty},
		"none any more":         {before: tf.StringSet([]string{"a"}), want: empty},
		"some":                  {before: null, values: []string{"a"}, want: tf.StringSet([]string{"a"})},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tf.StringSetLike(test.before, test.values); !got.Equal(test.want) {
				t.Errorf("StringSetLike = %v, want %v", got, test.want)
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
