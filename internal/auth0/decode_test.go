package auth0

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// Decoding an odd object keeps every value that can be shown, and invents none.
func TestDecodeOddObjects(t *testing.T) {
	t.Parallel()
	number := func(n int64) *int64 { return &n }
	yes := true
	for name, test := range map[string]struct {
		answer    string
		got, want any
	}{
		"lists with repetitions, null and other values": {
			`{"client_id":"a","callbacks":["x","y","x"],"grant_types":[null,"x",7,null],"web_origins":"x","allowed_origins":null}`,
			&Application{},
			&Application{ClientID: "a", Callbacks: wire.List[string]{"x", "y"}, GrantTypes: wire.List[string]{"x", "7"}, WebOrigins: wire.List[string]{"x"}},
		},
		"other values instead of texts": {
			`{"client_id":"a","name":{"b":["<"]},"description":7,"logo_uri":true,"app_type":null}`,
			&Application{}, &Application{ClientID: "a", Name: `{"b":["<"]}`, Description: "7", LogoURI: "true"},
		},
		"metadata": {
			`{"client_id":"a","client_metadata":{"number":7,"null":null,"list":[1],"empty":"","text":"x"}}`,
			&Application{}, &Application{ClientID: "a", ClientMetadata: wire.Metadata{"number": "7", "list": "[1]", "empty": "", "text": "x"}},
		},
		"a list instead of metadata": {`{"client_id":"a","client_metadata":["x"]}`, &Application{}, &Application{ClientID: "a"}},
		"numbers": {
			`{"client_id":"a","jwt_configuration":{"alg":"RS256","lifetime_in_seconds":1.5},
			  "refresh_token":{"leeway":"7","token_lifetime":36e2,"idle_token_lifetime":1e30,"infinite_token_lifetime":"TRUE","infinite_idle_token_lifetime":7}}`,
			&Application{},
			&Application{
				ClientID: "a", JWTConfiguration: &JWTConfiguration{Alg: "RS256"},
				RefreshToken: &RefreshToken{Leeway: number(7), TokenLifetime: number(3600), InfiniteTokenLifetime: &yes},
			},
		},
		"negative number beside an odd member": {
			`{"client_id":"a","name":7,"refresh_token":{"leeway":-5}}`,
			&Application{}, &Application{ClientID: "a", Name: "7", RefreshToken: &RefreshToken{Leeway: number(-5)}},
		},
		"other values instead of objects": {
			`{"client_id":"a","jwt_configuration":"x","refresh_token":[1],"signing_keys":[null,"x",{"cert":"c"},{"cert":"c"}],
			  "client_authentication_methods":{"private_key_jwt":{"credentials":[null,"x",{"id":"k"}]}}}`,
			&Application{},
			&Application{
				ClientID: "a", SigningKeys: wire.List[SigningKey]{{Cert: "c"}},
				ClientAuthenticationMethods: &ClientAuthenticationMethods{PrivateKeyJWT: &PrivateKeyJWT{Credentials: wire.List[Credential]{{ID: "k"}}}},
			},
		},
		"grant": {
			`{"id":"g","scope":["a","a",null],"subject_type":7,"allow_all_scopes":"true","allow_any_organization":1}`,
			&ClientGrant{}, &ClientGrant{ID: "g", Scope: wire.List[string]{"a"}, SubjectType: "7", AllowAllScopes: true},
		},
		"API": {
			`{"identifier":"i","scopes":[{"value":"a"},null,"b",{"value":"a"},{"value":7,"description":true}],"token_lifetime":0.5,
			  "subject_type_authorization":{"user":"allow_all","client":{"policy":7}}}`,
			&API{},
			&API{
				Identifier: "i", Scopes: wire.List[APIScope]{{Value: "a"}, {Value: "7", Description: "true"}},
				SubjectTypeAuthorization: SubjectTypeAuthorization{Client: AccessPolicy{"7"}},
			},
		},
		// Members that an update sends back unchanged are not cleaned.
		"connection": {
			`{"id":"c","strategy":7,"realms":["a","a"],"is_domain_connection":"true"}`,
			&Connection{}, &Connection{ID: "c", Strategy: "7", Realms: []string{"a", "a"}, IsDomainConnection: true},
		},
		"organization": {`{"id":"o","name":["a"],"third_party_client_access":true}`, &Organization{}, &Organization{ID: "o", Name: `["a"]`, ThirdPartyClientAccess: "true"}},
		"credential":   {`{"id":"k","name":7,"expires_at":[]}`, &Credential{}, &Credential{ID: "k", Name: "7", ExpiresAt: "[]"}},
		"settings":     {`{"flags":{"enable_dynamic_client_registration":"true"}}`, &TenantSettings{}, &TenantSettings{Flags: TenantFlags{EnableDynamicClientRegistration: true}}},
		"settings without flags": {
			`{"flags":[],"dynamic_client_registration_security_mode":"strict"}`, &TenantSettings{}, &TenantSettings{DynamicClientRegistrationSecurityMode: "strict"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := wire.Decode([]byte(test.answer), test.got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, test.got); diff != "" {
				t.Errorf("decoded (-want +got):\n%s", diff)
			}
		})
	}
}

// A value that is no object is an error.
func TestDecodeWrongKind(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{`[]`, `7`, `"text"`, `true`, `{"id":`, ``} {
		var grant ClientGrant
		if err := wire.Decode([]byte(answer), &grant); err == nil {
			t.Errorf("%s is taken for %+v", answer, grant)
		}
	}
}

// In doubt, an application counts as first-party, so that it is never changed.
func TestDecodeFirstParty(t *testing.T) {
	t.Parallel()
	for member, want := range map[string]firstParty{
		``:                           {},
		`,"is_first_party":false`:    {shown: true},
		`,"is_first_party":"False"`:  {shown: true},
		`,"is_first_party":true`:     {shown: true, is: true},
		`,"is_first_party":"true"`:   {shown: true, is: true},
		`,"is_first_party":null`:     {shown: true, is: true},
		`,"is_first_party":"maybe"`:  {shown: true, is: true},
		`,"is_first_party":{"a": 1}`: {shown: true, is: true},
	} {
		// The same holds beside an odd member, because the object is then decoded in another way.
		for _, odd := range []string{``, `,"name":7`} {
			var got shownApplication
			if err := wire.Decode([]byte(`{"client_id":"a"`+member+odd+`}`), &got); err != nil || got.ClientID != "a" || got.IsFirstParty != want {
				t.Errorf("%s%s: %v, %+v", member, odd, err, got)
			}
			page, err := wire.DecodePage[shownApplication]([]byte(`{"clients":[{"client_id":"a"`+member+odd+`}]}`), "clients")
			if err != nil || len(page.Items) != 1 || page.Items[0].IsFirstParty != want {
				t.Errorf("%s%s on a page: %v, %+v", member, odd, err, page)
			}
		}
	}
}
