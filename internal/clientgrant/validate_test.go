package clientgrant

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

func TestValidate(t *testing.T) {
	t.Parallel()
	user, client, unknown := types.StringValue("user"), types.StringValue("client"), types.StringUnknown()
	types1 := tf.StringSet([]string{"payment"})
	tests := map[string]struct {
		config model
		want   string // "argument: summary" of the only error, empty for none
	}{
		"user with types":                     {config: model{SubjectType: user, AuthorizationDetailsTypes: types1}},
		"client with organizations":           {config: model{SubjectType: client, OrganizationUsage: types.StringValue("allow")}},
		"client with types":                   {config: model{SubjectType: client, AuthorizationDetailsTypes: types1}, want: "authorization_details_types: Argument needs subject type user"},
		"client with no types":                {config: model{SubjectType: client, AuthorizationDetailsTypes: tf.StringSet(nil)}},
		"client with types not known yet":     {config: model{SubjectType: client, AuthorizationDetailsTypes: types.SetUnknown(types.StringType)}},
		"user with organizations":             {config: model{SubjectType: user, OrganizationUsage: types.StringValue("deny")}, want: "organization_usage: Argument needs subject type client"},
		"user with organizations unknown":     {config: model{SubjectType: user, OrganizationUsage: unknown, AllowAnyOrganization: types.BoolUnknown()}},
		"user with any organization":          {config: model{SubjectType: user, AllowAnyOrganization: types.BoolValue(false)}, want: "allow_any_organization: Argument needs subject type client"},
		"subject type not known yet":          {config: model{SubjectType: unknown, OrganizationUsage: types.StringValue("allow"), AuthorizationDetailsTypes: types1}},
		"strict with any organization":        {config: model{SubjectType: client, ClientID: types.StringValue("tpc_1"), AllowAnyOrganization: types.BoolValue(true)}, want: "allow_any_organization: Not available to strict applications"},
		"strict without any organization":     {config: model{SubjectType: client, ClientID: types.StringValue("tpc_1"), AllowAnyOrganization: types.BoolValue(false)}},
		"permissive with any organization":    {config: model{SubjectType: client, ClientID: types.StringValue("rQ3lm7fK2vX9"), AllowAnyOrganization: types.BoolValue(true)}},
		"application unknown with any of all": {config: model{SubjectType: client, ClientID: unknown, AllowAnyOrganization: types.BoolValue(true)}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			diags := validate(test.config)
			got := make([]string, 0, len(diags))
			for _, d := range diags {
				at, ok := d.(diag.DiagnosticWithPath)
				if !ok {
					t.Fatalf("%q names no argument", d.Summary())
				}
				got = append(got, at.Path().String()+": "+d.Summary())
			}
			if strings.Join(got, ", ") != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestCheckOwnGrant(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		grant auth0.ClientGrant
		want  string // part of the detail, empty for none
	}{
		"own":           {grant: auth0.ClientGrant{ClientID: "tpc_1", SubjectType: "user"}},
		"default":       {grant: auth0.ClientGrant{DefaultFor: "third_party_clients", SubjectType: "user", Audience: "urn:a"}, want: `with the id "urn:a"`},
		"system":        {grant: auth0.ClientGrant{ClientID: "tpc_1", SubjectType: "client", IsSystem: true}, want: "nobody"},
		"other subject": {grant: auth0.ClientGrant{ClientID: "tpc_1", SubjectType: "anonymous_user"}, want: `"anonymous_user"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			diags := checkOwnGrant(&test.grant)
			switch {
			case test.want == "" && len(diags) > 0:
				t.Errorf("refused: %v", diags)
			case test.want != "" && (len(diags) != 1 || !strings.Contains(diags[0].Detail(), test.want)):
				t.Errorf("got %v, want one error with %q", diags, test.want)
			}
		})
	}
}
