package provider_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
	"github.com/auth0access/terraform-provider-auth0access/internal/serve"
)

// Terraform's progress lines show an object's id. Without one they show its name, which somebody else may have chosen.
func TestEverythingHasAnID(t *testing.T) {
	t.Parallel()
	all, err := serve.NewServer(provider.New("test")()).GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, schemas := range []map[string]*tfprotov6.Schema{all.ResourceSchemas, all.DataSourceSchemas} {
		for name, schema := range schemas {
			isID := func(attribute *tfprotov6.SchemaAttribute) bool { return attribute.Name == "id" && attribute.Computed }
			if !slices.ContainsFunc(schema.Block.Attributes, isID) {
				t.Errorf("%s has no id", name)
			}
		}
	}
}
