package clientgrant

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

func TestParseKey(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text    string
		want    naturalKey
		wantErr string
	}{
		"plain":                 {text: "tpc_1|https://api.example.com/|user", want: naturalKey{"tpc_1", "https://api.example.com/", "user"}},
		"audience with bars":    {text: "tpc_1|urn:a|b|c|client", want: naturalKey{"tpc_1", "urn:a|b|c", "client"}},
		"audience with a query": {text: "tpc_1|https://x/?a=1&b=%7C#c|user", want: naturalKey{"tpc_1", "https://x/?a=1&b=%7C#c", "user"}},
		"audience of one bar":   {text: "tpc_1|||user", want: naturalKey{"tpc_1", "|", "user"}},
		"no bar":                {text: "tpc_1", wantErr: "not of the form"},
		"one bar":               {text: "tpc_1|user", wantErr: "not of the form"},
		"no application":        {text: "|https://api.example.com/|user", wantErr: "names no application"},
		"no API":                {text: "tpc_1||user", wantErr: "names no API"},
		"other subject type":    {text: "tpc_1|https://api.example.com/|machine", wantErr: `subject type "machine"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := parseKey(test.text)
			if test.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), test.wantErr) {
					t.Errorf("error %v, want one with %q", err, test.wantErr)
				}
				return
			}
			if err != nil || got != test.want {
				t.Errorf("parseKey = %+v, %v; want %+v", got, err, test.want)
			}
			if got.String() != test.text {
				t.Errorf("String = %q, want %q", got, test.text)
			}
		})
	}
}

// FuzzParseKey checks that whatever is understood is understood whole: the parts make up the text again.
func FuzzParseKey(f *testing.F) {
	for _, seed := range []string{"tpc_1|https://api.example.com/|user", "tpc_1|urn:a|b|c|client", "|||", "tpc_1||user", "", "a|b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key, err := parseKey(text)
		if err == nil && key.String() != text {
			t.Errorf("parseKey(%q) = %+v", text, key)
		}
	})
}

func TestRequests(t *testing.T) {
	t.Parallel()
	base := model{
		ClientID:                  types.StringValue("tpc_1"),
		Audience:                  types.StringValue("https://api.example.com/"),
		SubjectType:               types.StringValue("client"),
		GrantedScopes:             tf.GrantedScopes{Scopes: tf.StringSet([]string{"b", "a"})},
		AuthorizationDetailsTypes: types.SetNull(types.StringType),
	}
	full := base
	full.OrganizationUsage = types.StringValue("allow")
	full.AllowAnyOrganization = types.BoolValue(true)
	full.AuthorizationDetailsTypes = tf.StringSet([]string{"payment"})

	tests := map[string]struct {
		fields auth0.ClientGrantFields
		want   string
	}{
		"new, least": {fields: base.newGrant(), want: `{"client_id":"tpc_1","audience":"https://api.example.com/","subject_type":"client","scope":["a","b"]}`},
		"new, most": {fields: full.newGrant(), want: `{"client_id":"tpc_1","audience":"https://api.example.com/","subject_type":"client","scope":["a","b"],` +
			`"organization_usage":"allow","allow_any_organization":true,"authorization_details_types":["payment"]}`},
		"nothing changed": {fields: full.changes(full), want: `{}`},
		"given":           {fields: full.changes(base), want: `{"organization_usage":"allow","allow_any_organization":true,"authorization_details_types":["payment"]}`},
		"cleared":         {fields: base.changes(full), want: `{"organization_usage":"deny","allow_any_organization":false,"authorization_details_types":[]}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(test.fields)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// A member that the API leaves out has its default for client access, and none for user access. If a grant for user
// access has the member, the state shows it.
func TestModelOfDefaults(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		grant      auth0.ClientGrant
		wantUsage  types.String
		wantAnyOrg types.Bool
	}{
		"client, absent":    {auth0.ClientGrant{SubjectType: "client"}, types.StringValue("deny"), types.BoolValue(false)},
		"client, default":   {auth0.ClientGrant{SubjectType: "client", OrganizationUsage: "deny"}, types.StringValue("deny"), types.BoolValue(false)},
		"client, all given": {auth0.ClientGrant{SubjectType: "client", OrganizationUsage: "require", AllowAnyOrganization: true}, types.StringValue("require"), types.BoolValue(true)},
		"user, absent":      {auth0.ClientGrant{SubjectType: "user"}, types.StringNull(), types.BoolNull()},
		"user, given":       {auth0.ClientGrant{SubjectType: "user", OrganizationUsage: "allow", AllowAnyOrganization: true}, types.StringValue("allow"), types.BoolValue(true)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := modelOf(&test.grant)
			if !got.OrganizationUsage.Equal(test.wantUsage) || !got.AllowAnyOrganization.Equal(test.wantAnyOrg) {
				t.Errorf("got %v, %v; want %v, %v", got.OrganizationUsage, got.AllowAnyOrganization, test.wantUsage, test.wantAnyOrg)
			}
		})
	}
}
