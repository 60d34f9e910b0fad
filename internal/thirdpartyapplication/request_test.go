package thirdpartyapplication

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// An update carries what changes, in the shape that clears, merges or replaces as each member needs it.
func TestChanges(t *testing.T) {
	t.Parallel()
	jwt := func(alg string, lifetime types.Int64) types.Object {
		return types.ObjectValueMust(application.JWTConfigurationTypes, map[string]attr.Value{"alg": types.StringValue(alg), "lifetime_in_seconds": lifetime})
	}
	refresh := func(idle, total types.Int64) types.Object {
		members := application.RefreshTokenOf(&auth0.RefreshToken{RotationType: "rotating", ExpirationType: "expiring"}).Attributes()
		members["idle_token_lifetime"], members["token_lifetime"] = idle, total
		return types.ObjectValueMust(application.RefreshTokenTypes, members)
	}
	metadata := func(metadata map[string]string) types.Map {
		return application.MetadataOf(metadata, types.MapNull(types.StringType))
	}
	null, unknown := types.Int64Null(), types.Int64Unknown()
	tests := map[string]struct {
		state, plan model
		want        string
	}{
		"nothing": {model{Name: types.StringValue("a")}, model{Name: types.StringValue("a")}, `{}`},
		"cleared": {
			model{Description: types.StringValue("d"), LogoURI: types.StringValue("l"), Callbacks: tf.StringSet([]string{"c"}), Arguments: application.Arguments{ClientMetadata: metadata(map[string]string{"k": "v"})}},
			model{},
			`{"description":"","logo_uri":"","callbacks":[],"client_metadata":{"k":null}}`,
		},
		"empty is as good as none": {
			model{},
			model{Description: types.StringValue(""), Callbacks: tf.StringSet(nil), Arguments: application.Arguments{ClientMetadata: types.MapValueMust(types.StringType, nil)}},
			`{}`,
		},
		"no grant types is not the same as Auth0's default": {model{}, model{GrantTypes: tf.StringSet(nil)}, `{"grant_types":[]}`},
		"up to Auth0": {
			model{GrantTypes: tf.StringSet([]string{"implicit"}), TokenEndpointAuthMethod: types.StringValue("none")},
			model{
				GrantTypes: types.SetUnknown(types.StringType), TokenEndpointAuthMethod: types.StringUnknown(),
				Arguments: application.Arguments{JWTConfiguration: types.ObjectUnknown(application.JWTConfigurationTypes), RefreshToken: types.ObjectUnknown(application.RefreshTokenTypes)},
			},
			`{}`,
		},
		"giving way to keys": {model{TokenEndpointAuthMethod: types.StringValue("none")}, model{}, `{"token_endpoint_auth_method":null}`},
		"ID tokens merge":    {model{Arguments: application.Arguments{JWTConfiguration: jwt("RS256", types.Int64Value(1))}}, model{Arguments: application.Arguments{JWTConfiguration: jwt("RS256", types.Int64Value(2))}}, `{"jwt_configuration":{"lifetime_in_seconds":2}}`},
		"ID tokens as before": {
			model{Arguments: application.Arguments{JWTConfiguration: jwt("RS256", null)}}, model{Arguments: application.Arguments{JWTConfiguration: jwt("RS256", unknown)}}, `{}`,
		},
		"refresh tokens are sent whole": {
			model{Arguments: application.Arguments{RefreshToken: refresh(types.Int64Value(1), types.Int64Value(9))}}, model{Arguments: application.Arguments{RefreshToken: refresh(types.Int64Value(2), types.Int64Value(9))}},
			`{"refresh_token":{"rotation_type":"rotating","expiration_type":"expiring","token_lifetime":9,"idle_token_lifetime":2}}`,
		},
		"refresh tokens as before, of which Auth0 shows less": {
			model{Arguments: application.Arguments{RefreshToken: refresh(types.Int64Value(1), null)}}, model{Arguments: application.Arguments{RefreshToken: refresh(types.Int64Value(1), unknown)}}, `{}`,
		},
		"metadata names all that stays and all that goes": {
			model{Arguments: application.Arguments{ClientMetadata: metadata(map[string]string{"a": "1", "b": "2", "c": "3"})}}, model{Arguments: application.Arguments{ClientMetadata: metadata(map[string]string{"a": "1", "b": "x", "d": "4"})}},
			`{"client_metadata":{"a":"1","b":"x","c":null,"d":"4"}}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			got, err := json.Marshal(changes(t.Context(), &test.plan, &test.state, &diags))
			if err != nil || diags.HasError() {
				t.Fatal(err, diags)
			}
			if diff := cmp.Diff(test.want, string(got)); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
		})
	}
}
