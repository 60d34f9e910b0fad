package emulator

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/url"
	"regexp"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/authserver"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// keyPair is an application's own key.
type keyPair struct{ private *rsa.PrivateKey }

var testKey = newKeyPair()

func newKeyPair() keyPair {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return keyPair{private}
}

// publicPEM is the public key as a JSON string of PEM.
func (k keyPair) publicPEM() string {
	der, err := x509.MarshalPKIXPublicKey(k.private.Public())
	if err != nil {
		panic(err)
	}
	encoded, err := json.Marshal(string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})))
	if err != nil {
		panic(err)
	}
	return string(encoded)
}

// assertion signs a client assertion.
func (k keyPair) assertion(tb testing.TB, algorithm jose.SignatureAlgorithm, claims jwt.Claims) string {
	tb.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: k.private}, nil)
	if err != nil {
		tb.Fatal(err)
	}
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		tb.Fatal(err)
	}
	return token
}

func TestCredentials(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	id := object.Text(s.mustCall(201, "POST", "/clients", `{"name":"a","jwt_configuration":{"alg":"RS256"}}`).object, "client_id")
	path := "/clients/" + id + "/credentials"

	made := s.mustCall(201, "POST", path, `{"credential_type":"public_key","name":"first","pem":`+testKey.publicPEM()+`}`)
	credential := object.Text(made.object, "id")
	if !regexp.MustCompile(`^cred_[A-Za-z0-9]{22}$`).MatchString(credential) || made.object["alg"] != "RS256" || len(object.Text(made.object, "kid")) != 43 {
		t.Errorf("created: %s", made.raw)
	}
	if made.object["pem"] != nil || made.object["client_id"] != nil {
		t.Error("the credential shows its key")
	}
	if got := s.mustCall(200, "GET", path+"/"+credential, nil); got.raw != made.raw {
		t.Errorf("read back: %s", got.raw)
	}
	const expiry = "2030-01-02T03:04:05.000Z"
	if got := s.mustCall(200, "PATCH", path+"/"+credential, object.Object{"expires_at": expiry}).object; got["expires_at"] != expiry {
		t.Errorf("expires_at: %v", got["expires_at"])
	}
	updated := s.mustCall(200, "PATCH", path+"/"+credential, `{"expires_at":null}`)
	if value, shown := updated.object["expires_at"]; !shown || value != nil {
		t.Errorf("expires_at after null: %s", updated.raw)
	}
	wantRefusal(t, s.call("PATCH", path+"/"+credential, `{}`), 400, "invalid_body", "Payload validation error: 'Too few properties defined (0), minimum 1'.")

	// The credential is valid once the application names it.
	methods := object.Object{"private_key_jwt": object.Object{"credentials": []any{object.Object{"id": credential}}}}
	client := s.mustCall(200, "PATCH", "/clients/"+id, object.Object{"client_authentication_methods": methods, "token_endpoint_auth_method": nil}).object
	wantJSON(t, "methods", client["client_authentication_methods"], `{"private_key_jwt":{"credentials":[{"id":"`+credential+`"}]}}`)
	wantRefusal(t, s.call("POST", "/clients/"+id+"/rotate-secret", nil), 400, "operation_not_supported", "The client does not authenticate with a secret")

	if got := s.call("DELETE", path+"/"+credential, nil); got.status != 204 {
		t.Errorf("delete: %s", got.raw)
	}
	wantJSON(t, "list", s.mustCall(200, "GET", path, nil).array, `[]`)
	wantRefusal(t, s.call("GET", path+"/"+credential, nil), 404, "inexistent_credential", "The credential does not exist")
	wantRefusal(t, s.call("GET", "/clients/none/credentials", nil), 404, "inexistent_client", "The client does not exist")
	wantRefusal(t, s.call("POST", path, `{"credential_type":"public_key","pem":"nonsense"}`), 400, "invalid_body", "pem is not a valid public key or certificate")
	wantRefusal(t, s.call("PATCH", "/clients/"+id, `{"client_authentication_methods":{"private_key_jwt":{"credentials":[{"id":"cred_none"}]}}}`), 400, "invalid_body", "The credential cred_none does not exist")
}

func TestPrivateKeyJWT(t *testing.T) {
	t.Parallel()
	const audience = "https://example.auth0.com/api/v2/"
	seed := &Seed{Tenant: "example", Clients: []map[string]any{{
		"name": "signer", "client_id": "signer", "app_type": "non_interactive",
		"grant_types": []string{"client_credentials"}, "jwt_configuration": object.Object{"alg": "RS256"},
		"client_authentication_methods": object.Object{"private_key_jwt": object.Object{"credentials": []any{
			json.RawMessage(`{"credential_type":"public_key","alg":"RS384","pem":` + testKey.publicPEM() + `}`),
		}}},
	}}, ClientGrants: []map[string]any{{"client_id": "signer", "audience": audience, "scope": []string{"read:clients"}}}}
	s := serveTenant(t, seed)
	now := time.Now()
	good := jwt.Claims{
		Issuer: "signer", Subject: "signer", Audience: jwt.Audience{s.http.URL + "/"}, ID: "1",
		IssuedAt: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(now.Add(time.Hour)),
	}
	change := func(edit func(*jwt.Claims)) jwt.Claims {
		claims := good
		edit(&claims)
		return claims
	}
	tests := map[string]struct {
		assertion string
		want      int
	}{
		"good":             {testKey.assertion(t, jose.RS384, good), 200},
		"token endpoint":   {testKey.assertion(t, jose.RS384, change(func(c *jwt.Claims) { c.Audience = jwt.Audience{s.http.URL + "/oauth/token"} })), 200},
		"expired":          {testKey.assertion(t, jose.RS384, change(func(c *jwt.Claims) { c.Expiry = jwt.NewNumericDate(now.Add(-time.Minute)) })), 401},
		"without expiry":   {testKey.assertion(t, jose.RS384, change(func(c *jwt.Claims) { c.Expiry = nil })), 401},
		"another audience": {testKey.assertion(t, jose.RS384, change(func(c *jwt.Claims) { c.Audience = jwt.Audience{"https://other.example/"} })), 401},
		"another issuer":   {testKey.assertion(t, jose.RS384, change(func(c *jwt.Claims) { c.Issuer = "other" })), 401},
		"another key":      {newKeyPair().assertion(t, jose.RS384, good), 401},
		"another alg":      {testKey.assertion(t, jose.RS256, good), 401},
		"not a token":      {"nonsense", 401},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, out := s.requestToken(url.Values{
				"grant_type": {"client_credentials"}, "audience": {s.http.URL + "/api/v2/"}, "client_id": {"signer"},
				"client_assertion": {test.assertion}, "client_assertion_type": {authserver.AssertionType},
			}, nil)
			if status != test.want || (status == 200 && out["scope"] != "read:clients") {
				t.Errorf("status %d, want %d: %v", status, test.want, without(out, "access_token"))
			}
		})
	}
	t.Run("its secret is no longer enough", func(t *testing.T) {
		t.Parallel()
		client := s.mustCall(200, "GET", "/clients/signer", nil).object
		status, _ := s.requestToken(url.Values{
			"grant_type": {"client_credentials"}, "audience": {audience}, "client_id": {"signer"}, "client_secret": {object.Text(client, "client_secret")},
		}, nil)
		if status != http.StatusUnauthorized {
			t.Errorf("status %d", status)
		}
	})
}
