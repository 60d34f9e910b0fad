package provider_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
)

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// The tenant's logs show which build of the provider made a call.
func TestUserAgentNamesVersionAndCommit(t *testing.T) {
	t.Parallel()
	agents := map[string]bool{}
	client := &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		agents[r.UserAgent()] = true
		return nil, errors.New("unreachable")
	})}
	server := providerserver.NewProtocol6(provider.New("1.2.3", provider.WithHTTPClient(client), provider.WithCommit("abc1234"))())()
	_, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.14.0",
		Config:           encode(t, map[string]any{"domain": "example.eu.auth0.com", "api_token": "token", "max_retries": 0}),
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = server.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{
		TypeName: "auth0access_domain_connections", Config: encode(t, map[string]any{}),
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(agents) != 1 || !agents["terraform-provider-auth0access/1.2.3 (abc1234) terraform/1.14.0"] {
		t.Errorf("requests came from %v", agents)
	}
}

func encode(t *testing.T, object map[string]any) *tfprotov6.DynamicValue {
	t.Helper()
	encoded, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	return &tfprotov6.DynamicValue{JSON: encoded}
}
