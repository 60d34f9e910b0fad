package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// ReadDataSource drives the provider's protocol server as Terraform does for a data source whose configuration is
// known: it validates and, unless that gave errors, reads. Attributes that are left out are null. The errors are
// summary and detail, with the attribute before them.
func ReadDataSource(
	t testing.TB,
	tenant *Tenant,
	typeName string,
	config map[string]any,
) (state map[string]any, errors []string) {
	t.Helper()
	s := newProtocolServer(t, tenant)
	schema, ok := s.all.DataSourceSchemas[typeName]
	if !ok {
		t.Fatalf("the provider has no data source %s", typeName)
	}
	if config == nil {
		config = map[string]any{}
	}
	encoded := s.encode(config)
	validated, err := s.ValidateDataResourceConfig(
		t.Context(),
		&tfprotov6.ValidateDataResourceConfigRequest{TypeName: typeName, Config: encoded},
	)
	if err != nil {
		t.Fatal(err)
	}
	if _, errors := texts(validated.Diagnostics); len(errors) > 0 {
		return nil, errors
	}
	read, err := s.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: typeName, Config: encoded})
	if err != nil {
		t.Fatal(err)
	}
	_, errors = texts(read.Diagnostics)
	return s.decode(read.State, schema), errors
}
