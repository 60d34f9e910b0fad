package auth0

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// Answers such as the API gives them, for all decoders to start from.
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

// checkDecoder feeds the decoder of an object: it takes something from every JSON object, and what it takes must survive
// being written and read again.
func checkDecoder[T any](f *testing.F) {
	f.Helper()
	for _, seed := range answerSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, answer []byte) {
		var object, again T
		if err := decode(answer, &object); err != nil {
			if bytes.HasPrefix(bytes.TrimSpace(answer), []byte("{")) && json.Valid(answer) {
				t.Errorf("%q is refused: %v", answer, err)
			}
			return
		}
		written, err := json.Marshal(object)
		if err != nil {
			t.Fatalf("%q gives %+v, which cannot be written: %v", answer, object, err)
		}
		if err := decode(written, &again); err != nil || !reflect.DeepEqual(object, again) {
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
		found, err := decodePage[ClientGrant](answer, "client_grants")
		if err != nil && (found.items != nil || found.next != "") {
			t.Errorf("%q gives %d items and the cursor %q although it is refused: %v", answer, len(found.items), found.next, err)
		}
		for _, item := range found.items {
			if item.ID == "" {
				t.Errorf("%q gives an item without an id", answer)
			}
		}
	})
}

func FuzzDecodeRefusal(f *testing.F) {
	for _, seed := range answerSeeds {
		f.Add([]byte(seed), 403, "application/json; charset=utf-8")
	}
	client := fuzzedClient(f)
	f.Fuzz(func(t *testing.T, answer []byte, status int, contentType string) {
		e := &Error{StatusCode: status, Method: http.MethodGet, Path: "/api/v2/organizations"}
		x := &exchange{client: client, url: &url.URL{Path: e.Path}, answer: answer}
		e.ErrorCode, e.Message = x.decodeRefusal(&http.Response{Header: http.Header{"Content-Type": {contentType}}})
		if text := e.Error(); !utf8.ValidString(text) {
			t.Errorf("%q, %q: the text is not valid UTF-8: %q", answer, contentType, text)
		}
		for _, scope := range e.MissingScopes() {
			if scope == "" || strings.ContainsAny(scope, ", ") {
				t.Errorf("%q: scope %q", answer, scope)
			}
		}
	})
}

func fuzzedClient(f *testing.F) *Client {
	f.Helper()
	client, err := New(Config{Domain: "example.eu.auth0.com", ClientID: "client", ClientSecret: fuzzedSecret})
	if err != nil {
		f.Fatal(err)
	}
	return client
}

const fuzzedSecret = "s3cr3t_of-Th1s_client+/=0123456789"

// However a secret stands in a text, no piece of it comes through.
func FuzzRedact(f *testing.F) {
	f.Add("client_secret="+url.QueryEscape(fuzzedSecret)+"&x", 3, 17)
	f.Add(`\u005f\\u005f&#x5f;%255f`, 0, 34)
	client := fuzzedClient(f)
	f.Fuzz(func(t *testing.T, around string, from, to int) {
		from, to = max(0, min(from, len(fuzzedSecret))), max(0, min(to, len(fuzzedSecret)))
		if to-from < shownRun {
			return
		}
		piece := fuzzedSecret[from:to]
		for _, text := range []string{piece, strings.ReplaceAll(piece, "_", `\u005f`), url.QueryEscape(piece)} {
			shown := client.redact(around + text + around)
			if strings.Contains(unescape(shown), piece[:shownRun]) && !strings.Contains(unescape(around), piece[:shownRun]) {
				t.Errorf("%q shows as %q", around+text+around, shown)
			}
		}
	})
}

func FuzzMaskBody(f *testing.F) {
	for _, seed := range answerSeeds {
		f.Add([]byte(seed))
	}
	client := fuzzedClient(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		first := client.maskBody(body)
		if again := client.maskBody([]byte(first)); json.Valid([]byte(first)) && len(first) <= maxLoggedBody && again != first {
			t.Errorf("%q is masked as %q, and that as %q", body, first, again)
		}
	})
}
