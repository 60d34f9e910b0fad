package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Every set has the type tf.SetType, whose cost grows only in proportion to its size.
func TestSets(t *testing.T) {
	t.Parallel()
	p := provider.New("test")()
	found := 0
	for _, newResource := range p.Resources(t.Context()) {
		r := newResource()
		var name resource.MetadataResponse
		var schema resource.SchemaResponse
		r.Metadata(t.Context(), resource.MetadataRequest{}, &name)
		r.Schema(t.Context(), resource.SchemaRequest{}, &schema)
		found += checkSets(t, name.TypeName, schema.Schema.Type())
	}
	for _, newDataSource := range p.DataSources(t.Context()) {
		d := newDataSource()
		var name datasource.MetadataResponse
		var schema datasource.SchemaResponse
		d.Metadata(t.Context(), datasource.MetadataRequest{}, &name)
		d.Schema(t.Context(), datasource.SchemaRequest{}, &schema)
		found += checkSets(t, "data source "+name.TypeName, schema.Schema.Type())
	}
	if found < 10 {
		t.Errorf("only %d sets were found", found)
	}
}

// checkSets looks at every set within a type, and returns how many there are.
func checkSets(t *testing.T, name string, within attr.Type) (found int) {
	t.Helper()
	if within.TerraformType(t.Context()).Is(tftypes.Set{}) {
		if _, ok := within.(tf.SetType); !ok {
			t.Errorf("%s is no tf.SetType", name)
		}
		return 1
	}
	switch within := within.(type) {
	case attr.TypeWithAttributeTypes:
		for member, inner := range within.AttributeTypes() {
			found += checkSets(t, name+"."+member, inner)
		}
	case attr.TypeWithElementType:
		found = checkSets(t, name, within.ElementType())
	}
	return found
}
