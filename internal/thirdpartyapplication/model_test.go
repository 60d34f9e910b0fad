package thirdpartyapplication

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// Members that old tenants leave out still have a meaning.
func TestShownModeAndPolicy(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		app          auth0.Application
		mode, policy types.String
	}{
		"from before the modes": {auth0.Application{}, types.StringValue("permissive"), types.StringNull()},
		"permissive":            {auth0.Application{ThirdPartySecurityMode: "permissive"}, types.StringValue("permissive"), types.StringNull()},
		"strict":                {auth0.Application{ThirdPartySecurityMode: "strict"}, types.StringValue("strict"), types.StringValue("open_redirect_protection")},
		"strict, unprotected": {auth0.Application{ThirdPartySecurityMode: "strict", RedirectionPolicy: "allow_always"},
			types.StringValue("strict"), types.StringValue("allow_always")},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := shown(&test.app, nil, &model{})
			if !m.SecurityMode.Equal(test.mode) || !m.RedirectionPolicy.Equal(test.policy) {
				t.Errorf("mode %s, policy %s; want %s, %s", m.SecurityMode, m.RedirectionPolicy, test.mode, test.policy)
			}
		})
	}
}

// Whatever the answer leaves out, a state has no unknown value.
func TestResolveWithPoorAnswer(t *testing.T) {
	t.Parallel()
	plan := &model{
		GrantTypes:              types.SetUnknown(types.StringType),
		TokenEndpointAuthMethod: types.StringUnknown(),
		Arguments:               application.Arguments{JWTConfiguration: application.JWTConfigurationOf(&auth0.JWTConfiguration{Alg: "RS256"}), RefreshToken: types.ObjectUnknown(application.RefreshTokenTypes)},
		ClientID:                types.StringUnknown(),
		RedirectionPolicy:       types.StringUnknown(),
		SigningKeys:             types.ListUnknown(types.ObjectType{AttrTypes: signingKeyTypes}),
	}
	members := plan.JWTConfiguration.Attributes()
	members["lifetime_in_seconds"] = types.Int64Unknown()
	plan.JWTConfiguration = types.ObjectValueMust(application.JWTConfigurationTypes, members)

	plan.resolve(t.Context(), shown(&auth0.Application{ClientID: someID}, nil, plan))
	if lifetime := plan.JWTConfiguration.Attributes()["lifetime_in_seconds"]; !lifetime.Equal(types.Int64Null()) {
		t.Errorf("lifetime_in_seconds is %s, want null", lifetime)
	}
	if plan.GrantTypes.IsUnknown() || plan.TokenEndpointAuthMethod.IsUnknown() || plan.RefreshToken.IsUnknown() || plan.ClientID.IsUnknown() ||
		plan.RedirectionPolicy.IsUnknown() || plan.SigningKeys.IsUnknown() {
		t.Errorf("unknown values are left: %+v", plan)
	}
}
