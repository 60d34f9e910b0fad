package provider_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"os"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// TestConfigure walks through what a user can get wrong in the provider block and in the environment, as far as it
// shows without the tenant.
func TestConfigure(t *testing.T) {
	const domain, secret = "example.eu.auth0.com", "s3cr3t-never-shown"
	key, _ := keyPair(t)

	tests := map[string]struct {
		env   map[string]string
		block map[string]any
		want  []string // of the first error; none for success
	}{
		"client secret in the block":   {block: map[string]any{"domain": domain, "client_id": "id", "client_secret": secret}},
		"client secret in environment": {env: map[string]string{"AUTH0_DOMAIN": domain, "AUTH0_CLIENT_ID": "id", "AUTH0_CLIENT_SECRET": secret}},
		"private key in the block":     {block: map[string]any{"domain": domain, "client_id": "id", "client_assertion_private_key": key}},
		"private key and its algorithm in environment": {env: map[string]string{
			"AUTH0_DOMAIN": domain, "AUTH0_CLIENT_ID": "id", "AUTH0_CLIENT_ASSERTION_PRIVATE_KEY": key, "AUTH0_CLIENT_ASSERTION_SIGNING_ALG": "PS256",
		}},
		"token in environment": {env: map[string]string{"AUTH0_DOMAIN": domain, "AUTH0_API_TOKEN": "token"}},
		"token before secret in environment": {env: map[string]string{
			"AUTH0_DOMAIN": domain, "AUTH0_API_TOKEN": "token", "AUTH0_CLIENT_ID": "id", "AUTH0_CLIENT_SECRET": secret,
		}},
		"secret in the block before the environment's other ways": {
			env:   map[string]string{"AUTH0_API_TOKEN": "token", "AUTH0_CLIENT_ASSERTION_PRIVATE_KEY": "no key at all"},
			block: map[string]any{"domain": domain, "client_id": "id", "client_secret": secret},
		},
		"every tuning argument": {block: map[string]any{
			"domain": domain, "api_token": "token", "audience": "https://example.eu.auth0.com/api/v2/",
			"max_requests_per_second": 1.5, "max_retries": 0, "request_timeout": "1m",
		}},
		"every tuning variable": {env: map[string]string{
			"AUTH0_DOMAIN": domain, "AUTH0_API_TOKEN": "token", "AUTH0_AUDIENCE": "https://example.eu.auth0.com/api/v2/",
			"AUTH0_MAX_REQUESTS_PER_SECOND": "1.5", "AUTH0_MAX_RETRIES": "0", "AUTH0_REQUEST_TIMEOUT": "1m",
		}},
		"what files and shells leave around values": {env: map[string]string{
			"AUTH0_DOMAIN": "\ufeff" + domain + "\r", "AUTH0_CLIENT_ID": " id\n", "AUTH0_CLIENT_SECRET": secret + "\r\n",
			"AUTH0_AUDIENCE": "https://example.eu.auth0.com/api/v2/\r", "AUTH0_MAX_RETRIES": "5\r", "AUTH0_MAX_REQUESTS_PER_SECOND": "2 ",
			"AUTH0_REQUEST_TIMEOUT": "30s\n", "AUTH0_READ_ONLY": "true\r",
		}},
		"a line break behind arguments": {block: map[string]any{"domain": domain + "\n", "client_id": "id\n", "client_secret": secret + "\n"}},
		"a line break behind a token":   {env: map[string]string{"AUTH0_DOMAIN": domain, "AUTH0_API_TOKEN": "token\n"}},
		"a line break behind the key and its algorithm": {env: map[string]string{
			"AUTH0_DOMAIN": domain, "AUTH0_CLIENT_ID": "id", "AUTH0_CLIENT_ASSERTION_PRIVATE_KEY": "\n" + key + "\r\n", "AUTH0_CLIENT_ASSERTION_SIGNING_ALG": "PS256\r",
		}},
		"read_only in the block": {block: map[string]any{"domain": domain, "api_token": "token", "read_only": true}},
		"plain http on loopback": {block: map[string]any{"domain": "http://127.0.0.1:8080", "api_token": "token"}},

		"no domain":    {block: map[string]any{"api_token": "token"}, want: []string{`"domain"`, "Provider argument domain is missing", "AUTH0_DOMAIN"}},
		"no client ID": {block: map[string]any{"domain": domain, "client_secret": secret}, want: []string{`"client_id"`, "AUTH0_CLIENT_ID"}},
		"no credentials": {
			block: map[string]any{"domain": domain, "client_id": "id"},
			want:  []string{"No credentials", "AUTH0_CLIENT_SECRET", "AUTH0_CLIENT_ASSERTION_PRIVATE_KEY", "AUTH0_API_TOKEN"},
		},
		"secret and token": {
			block: map[string]any{"domain": domain, "client_secret": secret, "api_token": "token"},
			want:  []string{`"client_secret"`, "Two ways to authenticate", "Both client_secret and api_token"},
		},
		"client ID and token": {block: map[string]any{"domain": domain, "client_id": "id", "api_token": "token"}, want: []string{`"client_id"`, "Two ways"}},
		"secret and key": {
			block: map[string]any{"domain": domain, "client_id": "id", "client_secret": secret, "client_assertion_private_key": key},
			want:  []string{`"client_assertion_private_key"`, "Two ways"},
		},
		"algorithm of no key": {
			block: map[string]any{"domain": domain, "client_id": "id", "client_secret": secret, "client_assertion_signing_alg": "RS256"},
			want:  []string{`"client_assertion_signing_alg"`},
		},
		"unknown algorithm": {
			block: map[string]any{"domain": domain, "client_id": "id", "client_assertion_private_key": key, "client_assertion_signing_alg": "HS256"},
			want:  []string{`"client_assertion_signing_alg"`, "RS256"},
		},
		"a key that is none": {
			block: map[string]any{"domain": domain, "client_id": "id", "client_assertion_private_key": secret},
			want:  []string{`"client_assertion_private_key"`, "PEM"},
		},
		"plain http elsewhere": {block: map[string]any{"domain": "http://example.com", "api_token": "token"}, want: []string{`"domain"`, "loopback"}},
		"domain with a path":   {block: map[string]any{"domain": "https://example.eu.auth0.com/api/v2/", "api_token": "token"}, want: []string{`"domain"`, "path"}},
		"domain variable in two lines": {
			env:  map[string]string{"AUTH0_DOMAIN": "example\r\n.eu.auth0.com", "AUTH0_API_TOKEN": "token"},
			want: []string{`"domain"`, "Environment variable AUTH0_DOMAIN is not usable", `AUTH0_DOMAIN is "example\r\n.eu.auth0.com"`, "carriage return"},
		},
		"domain variable in quotation marks": {
			env:  map[string]string{"AUTH0_DOMAIN": `"example.eu.auth0.com"`, "AUTH0_API_TOKEN": "token"},
			want: []string{`AUTH0_DOMAIN is "\"example.eu.auth0.com\"", which is not a domain`},
		},
		"domain variable that is blank": {env: map[string]string{"AUTH0_DOMAIN": " \r\n", "AUTH0_API_TOKEN": "token"}, want: []string{"AUTH0_DOMAIN, and empty"}},
		"empty domain":                  {block: map[string]any{"domain": "", "api_token": "token"}, want: []string{"set by argument domain, and empty"}},
		"client ID with a blank": {
			block: map[string]any{"domain": domain, "client_id": "i d", "client_secret": secret},
			want:  []string{`"client_id"`, `The argument client_id is "i d", which holds a blank`},
		},
		"secret variable in two lines": {
			env:  map[string]string{"AUTH0_DOMAIN": domain, "AUTH0_CLIENT_ID": "id", "AUTH0_CLIENT_SECRET": secret + "\n" + secret},
			want: []string{`"client_secret"`, "AUTH0_CLIENT_SECRET holds a line break"},
		},
		"token with a blank": {
			env:  map[string]string{"AUTH0_DOMAIN": domain, "AUTH0_API_TOKEN": "Bearer " + secret},
			want: []string{`"api_token"`, "AUTH0_API_TOKEN holds a blank"},
		},
		"audience of another API": {
			env:  map[string]string{"AUTH0_DOMAIN": domain, "AUTH0_API_TOKEN": "token", "AUTH0_AUDIENCE": "https://orders.example.com/"},
			want: []string{`"audience"`, `AUTH0_AUDIENCE is "https://orders.example.com/"`, "/api/v2/"},
		},
		"key variable with its line breaks spelt out": {
			env: map[string]string{
				"AUTH0_DOMAIN": domain, "AUTH0_CLIENT_ID": "id", "AUTH0_CLIENT_ASSERTION_PRIVATE_KEY": strings.ReplaceAll(key, "\n", `\n`),
			},
			want: []string{"AUTH0_CLIENT_ASSERTION_PRIVATE_KEY is not PEM", "line breaks"},
		},
		"read-only variable": {
			env: map[string]string{"AUTH0_READ_ONLY": "maybe"}, block: map[string]any{"domain": domain, "api_token": "token"},
			want: []string{`"read_only"`, "AUTH0_READ_ONLY", "maybe"},
		},
		"no pace at all":       {block: map[string]any{"domain": domain, "api_token": "token", "max_requests_per_second": 0}, want: []string{`"max_requests_per_second"`}},
		"negative retries":     {block: map[string]any{"domain": domain, "api_token": "token", "max_retries": -1}, want: []string{`"max_retries"`}},
		"timeout without unit": {block: map[string]any{"domain": domain, "api_token": "token", "request_timeout": "30"}, want: []string{`"request_timeout"`}},
		"timeout of nothing":   {block: map[string]any{"domain": domain, "api_token": "token", "request_timeout": "0s"}, want: []string{`"request_timeout"`, "30s"}},
		"pace variable": {
			env: map[string]string{"AUTH0_MAX_REQUESTS_PER_SECOND": "fast"}, block: map[string]any{"domain": domain, "api_token": "token"},
			want: []string{`"max_requests_per_second"`, "AUTH0_MAX_REQUESTS_PER_SECOND", "fast"},
		},
		"pace variable that is no number": {
			env: map[string]string{"AUTH0_MAX_REQUESTS_PER_SECOND": "NaN"}, block: map[string]any{"domain": domain, "api_token": "token"},
			want: []string{`"max_requests_per_second"`, "AUTH0_MAX_REQUESTS_PER_SECOND", "NaN"},
		},
		"infinite pace variable": {
			env: map[string]string{"AUTH0_MAX_REQUESTS_PER_SECOND": "inf"}, block: map[string]any{"domain": domain, "api_token": "token"},
			want: []string{`"max_requests_per_second"`, "AUTH0_MAX_REQUESTS_PER_SECOND", "inf"},
		},
		"retries variable": {
			env: map[string]string{"AUTH0_MAX_RETRIES": "1000"}, block: map[string]any{"domain": domain, "api_token": "token"},
			want: []string{`"max_retries"`, "AUTH0_MAX_RETRIES", "100"},
		},
		"timeout variable": {
			env: map[string]string{"AUTH0_REQUEST_TIMEOUT": "soon"}, block: map[string]any{"domain": domain, "api_token": "token"},
			want: []string{`"request_timeout"`, "AUTH0_REQUEST_TIMEOUT", "soon"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			clearEnvironment(t)
			for variable, value := range test.env {
				t.Setenv(variable, value)
			}
			errors := acctest.Configure(t, test.block)
			if len(test.want) == 0 {
				if len(errors) > 0 {
					t.Fatalf("unexpected errors: %q", errors)
				}
				return
			}
			if len(errors) == 0 {
				t.Fatal("no error")
			}
			for _, want := range test.want {
				if !strings.Contains(errors[0], want) {
					t.Errorf("error does not say %q:\n%s", want, errors[0])
				}
			}
			if strings.Contains(strings.Join(errors, ""), secret) {
				t.Errorf("the secret shows in %q", errors)
			}
		})
	}
}

// clearEnvironment hides the AUTH0_ variables of whoever runs the tests.
func clearEnvironment(t *testing.T) {
	t.Helper()
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "AUTH0_") {
			t.Setenv(name, "")
		}
	}
}

// keyPair returns an RSA key pair in PEM.
func keyPair(t *testing.T) (private, public string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	privateDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	publicDER, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: privateDER})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: publicDER}))
}
