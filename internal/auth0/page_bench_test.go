package auth0_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// pageOfApplications is a page of 100 applications as large as Auth0 shows them.
func pageOfApplications() string {
	const certificate = "-----BEGIN CERTIFICATE-----\\r\\n%s-----END CERTIFICATE-----\\r\\n"
	line := strings.Repeat("MIIDDTCCAfWgAwIBAgIJfq7x0m9m5v", 2) + "\\r\\n"
	var applications []string
	for i := range 100 {
		applications = append(applications, fmt.Sprintf(`{"tenant":"example","global":false,"is_token_endpoint_ip_header_trusted":false,
"name":"Partner %[1]d","description":"An application of a partner","is_first_party":false,"oidc_conformant":true,"sso_disabled":false,
"cross_origin_auth":false,"cross_origin_authentication":false,"callbacks":["https://partner-%[1]d.example.com/callback","https://partner-%[1]d.example.com/other"],
"allowed_clients":[],"native_social_login":{"apple":{"enabled":false},"facebook":{"enabled":false}},
"refresh_token":{"expiration_type":"expiring","leeway":0,"token_lifetime":2592000,"idle_token_lifetime":1296000,"infinite_token_lifetime":false,
"infinite_idle_token_lifetime":false,"rotation_type":"rotating"},"jwt_configuration":{"alg":"RS256","lifetime_in_seconds":36000,"secret_encoded":false},
"signing_keys":[{"cert":"%[2]s","pkcs7":"%[3]s","subject":"/CN=example.eu.auth0.com"}],"client_id":"tpc_%022[1]d","callback_url_template":false,
"client_metadata":{"owner":"team-%[1]d","contact":"partner-%[1]d@example.com"},"app_type":"regular_web","third_party_security_mode":"strict",
"redirection_policy":"open_redirect_protection","grant_types":["authorization_code","refresh_token"],"token_endpoint_auth_method":"client_secret_post",
"web_origins":[],"allowed_origins":[],"custom_login_page_on":true}`,
			i, fmt.Sprintf(certificate, strings.Repeat(line, 18)), fmt.Sprintf(certificate, strings.Repeat(line, 20))))
	}
	return `{"total":100,"start":0,"limit":100,"clients":[` + strings.Join(applications, ",") + `]}`
}

// BenchmarkPageOfApplications measures fetching a page of 100 applications, from the call to the values.
func BenchmarkPageOfApplications(b *testing.B) {
	page := pageOfApplications()
	client, err := auth0.New(auth0.Config{
		Domain: "http://" + testDomain, APIToken: "the-token",
		HTTPClient: &http.Client{Transport: transportFunc(func(*http.Request) (*http.Response, error) {
			recorder := httptest.NewRecorder()
			_, _ = recorder.WriteString(page)
			return recorder.Result(), nil
		})},
	})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		applications := 0
		for _, err := range client.EachThirdPartyApplication(b.Context()) {
			if err != nil {
				b.Fatal(err)
			}
			applications++
		}
		if applications != 100 {
			b.Fatalf("%d applications", applications)
		}
	}
}
