package acctest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
)

// Configure configures the provider with the given provider block and returns the errors: attribute (if one is
// named), summary and detail. Every domain gives it a token, and nothing else, unless an option says otherwise.
func Configure(t testing.TB, block map[string]any, options ...provider.Option) []string {
	t.Helper()
	s := newUnconfiguredServer(
		t,
		append([]provider.Option{provider.WithHTTPClient(&http.Client{Transport: tokenGiver{}})}, options...)...)
	if block == nil {
		block = map[string]any{} // an empty block is not the same as none
	}
	config := s.encode(block)
	validated, err := s.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: config})
	if err != nil {
		t.Fatal(err)
	}
	if _, errors := texts(validated.Diagnostics); len(errors) > 0 {
		return errors
	}
	configured, err := s.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: config})
	if err != nil {
		t.Fatal(err)
	}
	_, errors := texts(configured.Diagnostics)
	return errors
}

// tokenGiver answers as the token endpoint of every tenant.
type tokenGiver struct{}

// RoundTrip answers a token request.
func (tokenGiver) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Path != "/oauth/token" {
		return nil, fmt.Errorf("nothing answers %s %s here", req.Method, req.URL.Path)
	}
	recorder := httptest.NewRecorder()
	_, _ = recorder.WriteString(`{"access_token":"token","token_type":"Bearer","expires_in":86400}`)
	return recorder.Result(), nil
}
