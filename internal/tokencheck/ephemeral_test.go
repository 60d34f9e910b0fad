package tokencheck_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// newKey returns a new RSA key as PEM: its private and its public half.
func newKey(t *testing.T) (private, public string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	encode := func(kind string, der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	return encode("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key)), encode("PUBLIC KEY", der)
}

// The ephemeral resource uses the credentials that it is given, reads no secret, and returns only its arguments and the
// answer.
func TestTokenCheckWithCredentials(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	audience := acctest.API(t, tenant)
	private, key := newKey(t)
	other, _ := newKey(t)
	signsWith := func(alg string) string {
		clientID, _ := machine(t, tenant, object{
			"token_endpoint_auth_method": nil, "client_authentication_methods": object{"private_key_jwt": object{
				"credentials": []object{{"credential_type": "public_key", "pem": key, "alg": alg}},
			}},
		})
		return clientID
	}
	signing := signsWith("RS256")
	clientID, _ := machine(t, tenant, object{"token_endpoint_auth_method": "client_secret_basic"})
	public := acctest.Application(t, tenant, object{"token_endpoint_auth_method": "none", "app_type": "spa"})
	secret := secretOf(t, tenant, clientID)
	reader := acctest.ManagementApplication(t, tenant, nil, "read:clients").Tenant()
	for name, test := range map[string]struct {
		config  object
		granted bool
		code    any
	}{
		"secret":       {object{"client_id": clientID, "client_secret": secret}, true, nil},
		"wrong secret": {object{"client_id": clientID, "client_secret": "wrong"}, false, "access_denied"},
		"key":          {object{"client_id": signing, "private_key": private, "requested_scopes": []string{"read:orders"}}, true, nil},
		"wrong key":    {object{"client_id": signing, "private_key": other, "signing_alg": "RS256"}, false, "access_denied"},
		"algorithm":    {object{"client_id": signsWith("PS256"), "private_key": private, "signing_alg": "PS256"}, true, nil},
		"no secret":    {object{"client_id": public}, false, "unauthorized_client"},
	} {
		test.config["audience"] = audience
		result, errors := acctest.OpenEphemeralResource(t, reader, check, test.config)
		if len(errors) > 0 || result["granted"] != test.granted || result["error"] != test.code {
			t.Errorf("%s: got %v, %q", name, result, errors)
		}
		delete(result, "client_secret") // as they were given
		delete(result, "private_key")
		withoutSecrets(t, secret, result)
	}
}

func TestTokenCheckCredentialsRefused(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	clientID := acctest.Application(t, tenant, nil)
	const key = "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----\n"
	for want, config := range map[string]object{
		"Private key cannot be used": {"private_key": key},
		"cannot be specified when":   {"private_key": key, "client_secret": "x"},
		"must be specified when":     {"signing_alg": "RS256"},
		"value must be one of":       {"private_key": key, "signing_alg": "HS256"},
	} {
		config["client_id"], config["audience"] = clientID, "https://api.example.com/"
		_, errors := acctest.OpenEphemeralResource(t, tenant, check, config)
		encoded, _ := json.Marshal(errors)
		if !strings.Contains(string(encoded), want) || strings.Contains(string(encoded), "c2VjcmV0") {
			t.Errorf("errors %q, want %q", errors, want)
		}
	}
}
