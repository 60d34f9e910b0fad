package tf_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

func TestChanges(t *testing.T) {
	t.Parallel()
	text := func(before, now types.String) auth0.ClientGrantFields {
		return auth0.ClientGrantFields{OrganizationUsage: tf.ChangedString(before, now)}
	}
	set := func(before, now types.Set) auth0.ClientGrantFields {
		return auth0.ClientGrantFields{AuthorizationDetailsTypes: tf.ChangedStrings(before, now)}
	}
	null, empty, some := types.SetNull(types.StringType), tf.StringSet(nil), tf.StringSet([]string{"b", "a"})

	tests := map[string]struct {
		fields auth0.ClientGrantFields
		want   string
	}{
		"string, same":                {fields: text(types.StringValue("a"), types.StringValue("a")), want: `{}`},
		"string, still none":          {fields: text(types.StringNull(), types.StringNull()), want: `{}`},
		"string, other":               {fields: text(types.StringValue("a"), types.StringValue("b")), want: `{"organization_usage":"b"}`},
		"string, new":                 {fields: text(types.String{}, types.StringValue("b")), want: `{"organization_usage":"b"}`},
		"string, cleared":             {fields: text(types.StringValue("a"), types.StringNull()), want: `{"organization_usage":null}`},
		"set, same":                   {fields: set(some, tf.StringSet([]string{"a", "b"})), want: `{}`},
		"set, none is empty":          {fields: set(null, empty), want: `{}`},
		"set, never given":            {fields: set(types.Set{}, null), want: `{}`},
		"set, given":                  {fields: set(types.Set{}, some), want: `{"authorization_details_types":["a","b"]}`},
		"set, cleared by leaving out": {fields: set(some, null), want: `{"authorization_details_types":[]}`},
		"set, emptied":                {fields: set(some, empty), want: `{"authorization_details_types":[]}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectJSON(t, test.fields, test.want)
		})
	}
}
