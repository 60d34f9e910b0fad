package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// OpenEphemeralResource drives the provider's protocol server as Terraform does for an ephemeral resource. It returns
// what the resource gives, and errors as [ReadDataSource] does.
func OpenEphemeralResource(
	t testing.TB,
	tenant *Tenant,
	typeName string,
	config map[string]any,
) (result map[string]any, errors []string) {
	t.Helper()
	s := newProtocolServer(t, tenant)
	schema, ok := s.all.EphemeralResourceSchemas[typeName]
	if !ok {
		t.Fatalf("the provider has no ephemeral resource %s", typeName)
	}
	encoded := s.encode(config)
	validated, err := s.ValidateEphemeralResourceConfig(
		t.Context(),
		&tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: typeName, Config: encoded},
	)
	if err != nil {
		t.Fatal(err)
	}
	if _, errors := texts(validated.Diagnostics); len(errors) > 0 {
		return nil, errors
	}
	opened, err := s.OpenEphemeralResource(
		t.Context(),
		&tfprotov6.OpenEphemeralResourceRequest{TypeName: typeName, Config: encoded},
	)
	if err != nil {
		t.Fatal(err)
	}
	_, errors = texts(opened.Diagnostics)
	return s.decode(opened.Result, schema), errors
}
