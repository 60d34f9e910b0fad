package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
)

// A meaningless boundary is refused when the provider block is validated, and the error names the place.
func TestBoundaryOfTheBlock(t *testing.T) {
	t.Parallel()
	const orders = "https://orders.example.com/"
	for name, c := range map[string]struct {
		boundary map[string]any
		want     []string
	}{
		"scopes and all scopes of another": {boundary: map[string]any{"apis": map[string]any{orders: []string{"read:orders"}, "urn:catalog": []string{"*"}, "billing": []string{}}}},
		"nothing at all":                   {boundary: map[string]any{"apis": map[string]any{}, "mode": "warning"}},
		"no APIs":                          {boundary: map[string]any{"mode": "error"}, want: []string{"access_boundary", "apis"}},
		"unknown mode":                     {boundary: map[string]any{"apis": map[string]any{}, "mode": "off"}, want: []string{`"mode"`, `"error"`, `"warning"`}},
		"API without scopes":               {boundary: map[string]any{"apis": map[string]any{orders: nil}}, want: []string{orders, "Element is null"}},
		"scope that is null":               {boundary: map[string]any{"apis": map[string]any{orders: []any{nil}}}, want: []string{orders, "Element is null"}},
		"blank API":                        {boundary: map[string]any{"apis": map[string]any{" ": []string{}}}, want: []string{"apis", "Boundary names no API", "is blank"}},
		"API with a blank around":          {boundary: map[string]any{"apis": map[string]any{orders + " ": []string{}}}, want: []string{"Boundary names no API", "white space"}},
		"all APIs":                         {boundary: map[string]any{"apis": map[string]any{"*": []string{"read:orders"}}}, want: []string{"Boundary names no API", "write each API"}},
		"blank scope":                      {boundary: map[string]any{"apis": map[string]any{orders: []string{""}}}, want: []string{orders, "Boundary names no scope", "is blank"}},
		"two scopes in one":                {boundary: map[string]any{"apis": map[string]any{orders: []string{"read:orders write:orders"}}}, want: []string{"Boundary names no scope", "more than one"}},
		"all scopes beside one":            {boundary: map[string]any{"apis": map[string]any{orders: []string{"*", "read:orders"}}}, want: []string{"Boundary names no scope", `["*"]`}},
	} {
		errors := acctest.Configure(t, map[string]any{"domain": "example.eu.auth0.com", "api_token": "token", "access_boundary": c.boundary})
		acctest.WantOne(t, name, errors, c.want)
	}
}

// The boundary applies to every resource that can give all scopes, at any depth of its schema.
func TestBoundaryHoldsAllThatGivesScopes(t *testing.T) {
	t.Parallel()
	server := providerserver.NewProtocol6(provider.New("test")())()
	all, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	tenant := acctest.NewTenant(t).Bounded(map[string]any{"apis": map[string]any{}})
	found := 0
	for typeName, schema := range all.ResourceSchemas {
		for _, giving := range givingAllScopes(schema.Block.Attributes) {
			found++
			for _, a := range schema.Block.Attributes {
				if a.Required {
					giving[a.Name] = map[string]string{"subject_type": "user"}[a.Name]
				}
			}
			giving["audience"] = "https://orders.example.com/"
			plan := acctest.Plan(t, tenant, typeName, nil, giving)
			acctest.WantOne(t, fmt.Sprint(typeName, giving), plan.Errors, []string{"Access is beyond the boundary"})
		}
	}
	if found < 3 {
		t.Errorf("only %d such attributes were found", found)
	}
}

// givingAllScopes returns a configuration for each attribute all_scopes.
func givingAllScopes(attributes []*tfprotov6.SchemaAttribute) (configs []map[string]any) {
	for _, a := range attributes {
		if a.Name == "all_scopes" {
			configs = append(configs, map[string]any{a.Name: true})
		}
		if a.NestedType != nil {
			for _, inner := range givingAllScopes(a.NestedType.Attributes) {
				configs = append(configs, map[string]any{a.Name: inner})
			}
		}
	}
	return configs
}
