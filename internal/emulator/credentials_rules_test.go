package emulator

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// signer is the body of an application that authenticates with the given keys.
func signer(pems ...string) string {
	credentials := make([]string, len(pems))
	for i, encoded := range pems {
		credentials[i] = fmt.Sprintf(`{"credential_type":"public_key","name":"key %d","pem":%s}`, i, encoded)
	}
	return `{"name":"signer","app_type":"non_interactive","jwt_configuration":{"alg":"RS256"},
		"client_authentication_methods":{"private_key_jwt":{"credentials":[` + strings.Join(credentials, ",") + `]}}}`
}

func publicKeyBody(encoded string) string {
	return `{"credential_type":"public_key","pem":` + encoded + `}`
}

// At most two credentials may be attached to private_key_jwt, an application has four in all, attached or not, and
// never the same public key twice.
func TestCredentialLimits(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	pems := make([]string, 6)
	for i := range pems {
		pems[i] = newKeyPair().publicPEM()
	}
	const tooLong = "Payload validation error: 'Array is too long (3), maximum 2' on property client_authentication_methods.private_key_jwt.credentials"
	wantRefusal(t, s.call("POST", "/clients", signer(pems[:3]...)), 400, "invalid_body", tooLong+".")
	const there = "credentials contains public keys that already exist in client"
	wantRefusal(t, s.call("POST", "/clients", signer(pems[0], pems[0])), 400, "invalid_body", there)

	client := "/clients/" + object.Text(s.mustCall(201, "POST", "/clients", signer(pems[:2]...)).object, "client_id")
	path := client + "/credentials"
	again := `{"credential_type":"public_key","name":"other","kid":"another-kid","alg":"PS256","pem":` + pems[0] + `}`
	wantRefusal(t, s.call("POST", path, again), 400, "invalid_body", there)
	for _, encoded := range pems[2:4] {
		s.mustCall(201, "POST", path, publicKeyBody(encoded))
	}
	const full = "A client can have a maximum of 4 credentials."
	wantRefusal(t, s.call("POST", path, publicKeyBody(pems[4])), 400, "invalid_body", full)

	references := []any{}
	for _, credential := range object.Objects(s.mustCall(200, "GET", path, nil).array) {
		references = append(references, object.Object{"id": credential["id"]})
	}
	attach := func(count int) object.Object {
		return object.Object{"client_authentication_methods": object.Object{"private_key_jwt": object.Object{"credentials": references[:count]}}}
	}
	const described = " (A list of unique and previously created credential IDs enabled on the client for Private Key JWT authentication)."
	wantRefusal(t, s.call("PATCH", client, attach(3)), 400, "invalid_body", tooLong+described)
	s.mustCall(200, "PATCH", client, attach(2))

	oldest, _ := references[3].(object.Object)
	s.mustCall(204, "DELETE", path+"/"+object.Text(oldest, "id"), nil)
	s.mustCall(201, "POST", path, publicKeyBody(pems[4]))
	other := "/clients/" + object.Text(s.mustCall(201, "POST", "/clients", signer(pems[0])).object, "client_id")
	s.mustCall(201, "POST", other+"/credentials", publicKeyBody(pems[4]))
}

// The list of credentials ignores paging parameters, and is a bare array of all credentials, newest first.
func TestListCredentials(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	client := "/clients/" + object.Text(s.mustCall(201, "POST", "/clients", signer(newKeyPair().publicPEM(), newKeyPair().publicPEM())).object, "client_id")
	s.mustCall(201, "POST", client+"/credentials", `{"credential_type":"public_key","name":"key 2","pem":`+newKeyPair().publicPEM()+`}`)
	for _, query := range []string{"", "?include_totals=true", "?include_totals=true&per_page=50", "?page=0&per_page=1"} {
		got := s.callBeyond("GET", client+"/credentials"+query, nil)
		var names []string
		for _, credential := range object.Objects(got.array) {
			names = append(names, object.Text(credential, "name"))
		}
		if want := []string{"key 2", "key 1", "key 0"}; got.status != 200 || !slices.Equal(names, want) {
			t.Errorf("%q: status %d, names %q, want %q: %s", query, got.status, names, want, got.raw)
		}
	}
}

// No answer shows the secret of an application with client_authentication_methods. Once they are removed, the secret is
// shown again.
func TestSecretOfSigner(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	made := s.mustCall(201, "POST", "/clients", signer(testKey.publicPEM()))
	path := "/clients/" + object.Text(made.object, "client_id")
	bodies := map[string]outcome{
		"creation": made,
		"read":     s.mustCall(200, "GET", path, nil),
		"fields":   s.mustCall(200, "GET", path+"?fields=client_id,client_secret&include_fields=true", nil),
		"update":   s.mustCall(200, "PATCH", path, `{"description":"b"}`),
		"list":     s.mustCall(200, "GET", "/clients", nil),
	}
	for name, got := range bodies {
		all := append(object.Objects(got.array), got.object)
		for _, client := range all {
			if _, shown := client["client_secret"]; shown && client["client_id"] == made.object["client_id"] {
				t.Errorf("%s shows the secret", name)
			}
		}
	}
	changed := s.mustCall(200, "PATCH", path, `{"client_authentication_methods":null,"token_endpoint_auth_method":"client_secret_post"}`)
	if len(object.Text(changed.object, "client_secret")) != 64 {
		t.Errorf("an application that authenticates with its secret does not show it: %v", changed.object["client_secret"])
	}
}

// The answer to the creation of an application with keys has complete credentials; reads and updates show only ids.
func TestCredentialsOfNewClient(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	credentialsOf := func(client object.Object) []object.Object {
		return object.Objects(object.Child(object.Child(client, "client_authentication_methods"), "private_key_jwt")["credentials"])
	}
	made := s.mustCall(201, "POST", "/clients", signer(testKey.publicPEM()))
	whole := credentialsOf(made.object)[0]
	for _, name := range []string{"id", "name", "kid", "credential_type", "alg", "created_at", "updated_at"} {
		if object.Text(whole, name) == "" {
			t.Errorf("the creation shows no %s: %v", name, whole)
		}
	}
	if len(whole) != 7 {
		t.Errorf("the creation shows more than the credential: %v", whole)
	}
	path := "/clients/" + object.Text(made.object, "client_id")
	wantJSON(t, "credential", s.mustCall(200, "GET", path+"/credentials/"+object.Text(whole, "id"), nil).object, string(encoded(t, whole)))
	reference := `[{"id":"` + object.Text(whole, "id") + `"}]`
	wantJSON(t, "read", credentialsOf(s.mustCall(200, "GET", path, nil).object), reference)
	wantJSON(t, "update", credentialsOf(s.mustCall(200, "PATCH", path, `{"description":"b"}`).object), reference)
}

func encoded(t *testing.T, value any) []byte {
	t.Helper()
	out, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// expires_at is shown in UTC with milliseconds. An x509_cert gets the expires_at of its certificate.
func TestCredentialExpiry(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	path := "/clients/" + object.Text(s.mustCall(201, "POST", "/clients", `{"name":"a"}`).object, "client_id") + "/credentials"
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "partner"}, NotAfter: time.Date(2040, 2, 3, 4, 5, 6, 0, time.UTC),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, testKey.private.Public(), testKey.private)
	if err != nil {
		t.Fatal(err)
	}
	certificate := string(encoded(t, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))))
	tests := []struct {
		body string
		want any
	}{
		{`{"credential_type":"public_key","expires_at":"2030-01-02T04:04:05+01:00","pem":` + newKeyPair().publicPEM() + `}`, "2030-01-02T03:04:05.000Z"},
		{publicKeyBody(newKeyPair().publicPEM()), nil},
		{`{"credential_type":"x509_cert","pem":` + certificate + `}`, "2040-02-03T04:05:06.000Z"},
	}
	for _, test := range tests {
		made := s.mustCall(201, "POST", path, test.body).object
		if made["expires_at"] != test.want {
			t.Errorf("expires_at %v, want %v", made["expires_at"], test.want)
		}
		changed := s.mustCall(200, "PATCH", path+"/"+object.Text(made, "id"), `{"expires_at":"2050-01-02T03:04:05Z"}`).object
		if changed["expires_at"] != "2050-01-02T03:04:05.000Z" {
			t.Errorf("changed expires_at %v", changed["expires_at"])
		}
	}
}

// The kid of a credential that was made without one is the RFC 7638 thumbprint of its public key.
func TestKIDIsThumbprint(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	key := testKey.private.PublicKey
	jwk := fmt.Sprintf(`{"e":%q,"kty":"RSA","n":%q}`,
		base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key.E)).Bytes()), base64.RawURLEncoding.EncodeToString(key.N.Bytes()))
	sum := sha256.Sum256([]byte(jwk))
	want := base64.RawURLEncoding.EncodeToString(sum[:])
	made := s.mustCall(201, "POST", "/clients", signer(testKey.publicPEM())).object
	listed := object.Objects(s.mustCall(200, "GET", "/clients/"+object.Text(made, "client_id")+"/credentials", nil).array)
	if got := object.Text(listed[0], "kid"); got != want {
		t.Errorf("kid %q, want %q", got, want)
	}

	other := serveTenant(t, &Seed{Variants: []string{tenant.KidRandom}})
	whole := other.mustCall(201, "POST", "/clients", signer(testKey.publicPEM())).raw
	if strings.Contains(whole, want) {
		t.Errorf("with another kind of kid: %s", whole)
	}
}

// A variant allows only two credentials in all.
func TestTwoKeys(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, &Seed{Variants: []string{tenant.TwoKeys}})
	made := s.mustCall(201, "POST", "/clients", signer(newKeyPair().publicPEM(), newKeyPair().publicPEM())).object
	wantRefusal(t, s.call("POST", "/clients/"+object.Text(made, "client_id")+"/credentials", publicKeyBody(newKeyPair().publicPEM())),
		400, "invalid_body", "A client can have a maximum of 2 credentials.")
}
