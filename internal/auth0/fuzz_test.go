package auth0

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// answerSeeds are answers such as the API gives, with which the fuzzing of each decoder starts.
var answerSeeds = []string{
	`{"client_id":"tpc_0123456789abcdefghijkl","name":"Partner","is_first_party":false,"third_party_security_mode":"strict",` +
		`"redirection_policy":"open_redirect_protection","callbacks":["https://example.com/cb"],"grant_types":["authorization_code"],` +
		`"jwt_configuration":{"alg":"RS256","lifetime_in_seconds":3600,"secret_encoded":false},"client_metadata":{"a":"b"},` +
		`"refresh_token":{"rotation_type":"non-rotating","expiration_type":"expiring","leeway":0,"token_lifetime":31557600,"infinite_token_lifetime":true},` +
		`"client_authentication_methods":{"private_key_jwt":{"credentials":[{"id":"cred_1"}]}},"signing_keys":[{"cert":"c","pkcs7":"p","subject":"/CN=x"}]}`,
	`{"id":"cgr_0123456789abcdef","audience":"https://api.example.com","scope":["read:x"],"subject_type":"client","default_for":"third_party_clients"}`,
	`{"id":"con_0123456789abcdef","name":"google","display_name":"Google","strategy":"google-oauth2","is_domain_connection":true,"options":{}}`,
	`{"id":"cred_1","credential_type":"public_key","alg":"RS256","expires_at":null}`,
	`{"id":"org_0123456789abcdef","name":"acme","third_party_client_access":"block","metadata":{"a":"b"}}`,
	`{"flags":{"enable_dynamic_client_registration":true},"dynamic_client_registration_security_mode":"strict"}`,
	`{"client_grants":[{"id":"cgr_0123456789abcdef"}],"next":"MjAyNg=="}`,
	`{"total":1,"start":0,"limit":50,"client_grants":[]}`,
	`{"statusCode":403,"error":"Forbidden","message":"Insufficient scope, expected any of: read:clients,read:client_keys","errorCode":"insufficient_scope"}`,
	`{"error":"access_denied","error_description":"Unauthorized"}`,
	`<html><body>Bad gateway</body></html>`,
	`{"client_id":7,"name":{"a":[1]},"callbacks":"https://a/","grant_types":["a","a",null,1,[],{}],"client_metadata":{"n":1,"b":true,"o":{"x":"<"},"z":null},` +
		`"is_first_party":"false","jwt_configuration":{"lifetime_in_seconds":36e2},"refresh_token":{"leeway":1.5,"token_lifetime":"7","idle_token_lifetime":-1e400},` +
		`"signing_keys":[null,1,{"cert":2}],"client_authentication_methods":{"private_key_jwt":{"credentials":[null,{"id":"a"},"b"]}}}`,
	`{"identifier":"https://a/","scopes":["read",null,{"value":"a"},{"value":"a"},{"value":1,"description":false}],"is_system":"TRUE","token_lifetime":1e30}`,
	`{"client_grants":[null,7,"a",[],{},{"id":1},{"id":"a","scope":"read"},{"id":"a"}]}`,
	`{"client_grants":[`, `[]`, `null`, `7`, `"text"`, ``, "\xff\xfe", `{"id":1e999}`, `{"lifetime_in_seconds":1.5}`,
}

// checkDecoder fuzzes the decoder of an object: it must accept every JSON object, and encoding and decoding the result
// must not change it.
func checkDecoder[T any](f *testing.F) {
	f.Helper()
	for _, seed := range answerSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, answer []byte) {
		var object, again T
		if err := wire.Decode(answer, &object); err != nil {
			if bytes.HasPrefix(bytes.TrimSpace(answer), []byte("{")) && json.Valid(answer) {
				t.Errorf("%q is refused: %v", answer, err)
			}
			return
		}
		written, err := json.Marshal(object)
		if err != nil {
			t.Fatalf("%q gives %+v, which cannot be written: %v", answer, object, err)
		}
		if err := wire.Decode(written, &again); err != nil || !reflect.DeepEqual(object, again) {
			t.Errorf("%q gives %+v, which is written as %s and read as %+v, %v", answer, object, written, again, err)
		}
	})
}

func FuzzDecodeApplication(f *testing.F)    { checkDecoder[Application](f) }
func FuzzDecodeClientGrant(f *testing.F)    { checkDecoder[ClientGrant](f) }
func FuzzDecodeConnection(f *testing.F)     { checkDecoder[Connection](f) }
func FuzzDecodeCredential(f *testing.F)     { checkDecoder[Credential](f) }
func FuzzDecodeOrganization(f *testing.F)   { checkDecoder[Organization](f) }
func FuzzDecodeAPI(f *testing.F)            { checkDecoder[API](f) }
func FuzzDecodeTenantSettings(f *testing.F) { checkDecoder[TenantSettings](f) }

func FuzzDecodePage(f *testing.F) {
	for _, seed := range answerSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, answer []byte) {
		found, err := wire.DecodePage[ClientGrant](answer, "client_grants")
		if err != nil && (found.Items != nil || found.Next != "") {
			t.Errorf("%q gives %d items and the cursor %q although it is refused: %v", answer, len(found.Items), found.Next, err)
		}
		for _, item := range found.Items {
			if item.ID == "" {
				t.Errorf("%q gives an item without an id", answer)
			}
		}
	})
}
