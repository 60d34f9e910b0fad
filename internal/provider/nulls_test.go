package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
)

// An element such as `var.wide ? "write:orders" : null` is never meant to be sent, in whichever argument it is.
func TestNullElements(t *testing.T) {
	t.Parallel()
	server := providerserver.NewProtocol6(provider.New("test")())()
	all, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for typeName, schema := range all.ResourceSchemas {
		for name, config := range withNullElements(schema.Block.Attributes) {
			tried++
			answer, err := server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: typeName, Config: encode(t, config)})
			if err != nil || !refusesNull(answer.Diagnostics, name) {
				t.Errorf("%s accepts null within %s: %v", typeName, name, err)
			}
		}
	}
	for typeName, schema := range all.DataSourceSchemas {
		for name, config := range withNullElements(schema.Block.Attributes) {
			tried++
			answer, err := server.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{TypeName: typeName, Config: encode(t, config)})
			if err != nil || !refusesNull(answer.Diagnostics, name) {
				t.Errorf("data source %s accepts null within %s: %v", typeName, name, err)
			}
		}
	}
	if tried < 10 {
		t.Errorf("only %d arguments were found", tried)
	}
}

// withNullElements returns a configuration for each argument that has elements, nested ones included: one in which its
// only element is null. Its name is that of the argument.
func withNullElements(attributes []*tfprotov6.SchemaAttribute) map[string]map[string]any {
	configs := map[string]map[string]any{}
	for _, a := range attributes {
		if !a.Required && !a.Optional {
			continue
		}
		switch as := a.ValueType(); {
		case as.Is(tftypes.Set{}), as.Is(tftypes.List{}):
			configs[a.Name] = map[string]any{a.Name: []any{nil}}
		case as.Is(tftypes.Map{}):
			configs[a.Name] = map[string]any{a.Name: map[string]any{"key": nil}}
		case a.NestedType != nil:
			for name, inner := range withNullElements(a.NestedType.Attributes) {
				configs[a.Name+"."+name] = map[string]any{a.Name: inner}
			}
		}
	}
	return configs
}

func refusesNull(diagnostics []*tfprotov6.Diagnostic, argument string) bool {
	for _, d := range diagnostics {
		var names []string
		for _, step := range d.Attribute.Steps() {
			if name, ok := step.(tftypes.AttributeName); ok {
				names = append(names, string(name))
			}
		}
		if strings.Join(names, ".") == argument && d.Summary == "Element is null" {
			return true
		}
	}
	return false
}
