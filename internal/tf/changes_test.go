package tf_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

func TestChanges(t *testing.T) {
	t.Parallel()
	null, empty, some := types.SetNull(types.StringType), tf.StringSet(nil), tf.StringSet([]string{"b", "a"})
	tests := map[string]struct {
		before, now attr.Value
		want        string
	}{
		"string, same":                {before: types.StringValue("a"), now: types.StringValue("a"), want: `{}`},
		"string, still none":          {before: types.StringNull(), now: types.StringNull(), want: `{}`},
		"string, other":               {before: types.StringValue("a"), now: types.StringValue("b"), want: `{"organization_usage":"b"}`},
		"string, new":                 {before: types.String{}, now: types.StringValue("b"), want: `{"organization_usage":"b"}`},
		"string, cleared":             {before: types.StringValue("a"), now: types.StringNull(), want: `{"organization_usage":null}`},
		"boolean, same":               {before: types.BoolValue(true), now: types.BoolValue(true), want: `{}`},
		"boolean, other":              {before: types.BoolValue(true), now: types.BoolValue(false), want: `{"allow_any_organization":false}`},
		"boolean, cleared":            {before: types.BoolValue(true), now: types.BoolNull(), want: `{"allow_any_organization":null}`},
		"set, same":                   {before: some, now: tf.StringSet([]string{"a", "b"}), want: `{}`},
		"set, none is empty":          {before: null, now: empty, want: `{}`},
		"set, never given":            {before: types.Set{}, now: null, want: `{}`},
		"set, given":                  {before: types.Set{}, now: some, want: `{"authorization_details_types":["a","b"]}`},
		"set, cleared by leaving out": {before: some, now: null, want: `{"authorization_details_types":[]}`},
		"set, emptied":                {before: some, now: empty, want: `{"authorization_details_types":[]}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var fields auth0.ClientGrantFields
			switch now := test.now.(type) {
			case types.String:
				fields.OrganizationUsage = tf.ChangedString(test.before.(types.String), now)
			case types.Bool:
				fields.AllowAnyOrganization = tf.ChangedBool(test.before.(types.Bool), now)
			case types.Set:
				fields.AuthorizationDetailsTypes = tf.ChangedStrings(test.before.(types.Set), now)
			}
			expectJSON(t, fields, test.want)
		})
	}
}
