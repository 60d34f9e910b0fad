// Command docs writes docs/ with tfplugindocs, from schemas, templates/ and examples/.
//
// It gives the provider's schemas to tfplugindocs, which would otherwise get them from Terraform. Terraform before 1.12
// omits identity schemas, without which examples of import by identity cannot be rendered, and Terraform before 1.14
// omits list resources and actions.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
)

const providerName = "auth0access"

func main() {
	log.SetFlags(0)
	tfplugindocs := flag.String("tfplugindocs", "bin/tools/tfplugindocs", "path of tfplugindocs")
	terraform := flag.String("terraform", "terraform", "path of terraform")
	binary := flag.String("provider", "bin/terraform-provider-auth0access", "path of the provider")
	flag.Parse()
	if err := run(context.Background(), *tfplugindocs, *terraform, *binary); err != nil {
		log.Fatal("docs: ", err)
	}
}

func run(ctx context.Context, tfplugindocs, terraform, binary string) error {
	scratch, err := os.MkdirTemp("", "auth0access-docs-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	schemas, err := schemas(ctx, scratch, terraform, binary)
	if err != nil {
		return err
	}
	schema := schemas.Schemas[provider.Address]
	if schema == nil {
		return fmt.Errorf("terraform providers schema says nothing about %s", provider.Address)
	}
	server := providerserver.NewProtocol6(provider.New("docs")())()
	if err := addIdentities(ctx, server, schema); err != nil {
		return err
	}
	if err := addListsAndActions(ctx, server, schema); err != nil {
		return err
	}
	schemas.Schemas = map[string]*tfjson.ProviderSchema{providerName: schema} // tfplugindocs looks for the bare name
	encoded, err := json.Marshal(schemas)
	if err != nil {
		return err
	}
	file := filepath.Join(scratch, "schemas.json")
	if err := os.WriteFile(file, encoded, 0o600); err != nil {
		return err
	}
	generate := exec.CommandContext(
		ctx,
		tfplugindocs,
		"generate",
		"--provider-name",
		providerName,
		"--providers-schema",
		file,
	)
	if output, err := generate.CombinedOutput(); err != nil {
		return fmt.Errorf("tfplugindocs: %w\n%s", err, output)
	}
	return nil
}

// schemas asks Terraform for the provider's schemas.
func schemas(ctx context.Context, scratch, terraform, binary string) (*tfjson.ProviderSchemas, error) {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return nil, err
	}
	files := map[string]string{
		"main.tf": fmt.Sprintf("terraform {\n  required_providers {\n    auth0access = {\n      source = %q\n    }\n  "+
			"}\n}\n", provider.Address),
		"terraformrc": fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n  direct {}\n}\n",
			provider.Address, filepath.Dir(binary)),
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(scratch, name), []byte(content), 0o600); err != nil {
			return nil, err
		}
	}
	command := exec.CommandContext(ctx, terraform, "providers", "schema", "-json")
	command.Dir, command.Stderr = scratch, os.Stderr
	command.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE="+filepath.Join(scratch, "terraformrc"))
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("terraform providers schema: %w", err)
	}
	var schemas tfjson.ProviderSchemas
	if err := json.Unmarshal(output, &schemas); err != nil {
		return nil, fmt.Errorf("terraform providers schema: %w", err)
	}
	return &schemas, nil
}

// addIdentities adds the identity schemas, which it gets from the provider itself.
func addIdentities(ctx context.Context, server tfprotov6.ProviderServer, schema *tfjson.ProviderSchema) error {
	answer, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return err
	}
	schema.ResourceIdentitySchemas = map[string]*tfjson.IdentitySchema{}
	for name, identity := range answer.IdentitySchemas {
		attributes := map[string]*tfjson.IdentityAttribute{}
		for _, attribute := range identity.IdentityAttributes {
			encoded, err := json.Marshal(attribute.Type)
			if err != nil {
				return err
			}
			described := &tfjson.IdentityAttribute{
				Description:       attribute.Description,
				RequiredForImport: attribute.RequiredForImport,
				OptionalForImport: attribute.OptionalForImport,
			}
			if err := json.Unmarshal(encoded, &described.IdentityType); err != nil {
				return err
			}
			attributes[attribute.Name] = described
		}
		schema.ResourceIdentitySchemas[name] = &tfjson.IdentitySchema{
			Version:    uint64(identity.Version), //nolint:gosec // versions are not negative
			Attributes: attributes,
		}
	}
	return nil
}

// addListsAndActions adds the schemas of list resources and actions, which it gets from the provider itself.
func addListsAndActions(ctx context.Context, server tfprotov6.ProviderServer, schema *tfjson.ProviderSchema) error {
	answer, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return err
	}
	schema.ListResourceSchemas = map[string]*tfjson.Schema{}
	for name, list := range answer.ListResourceSchemas {
		block, err := described(list)
		if err != nil {
			return err
		}
		schema.ListResourceSchemas[name] = &tfjson.Schema{Block: block}
	}
	schema.ActionSchemas = map[string]*tfjson.ActionSchema{}
	for name, action := range answer.ActionSchemas {
		block, err := described(action.Schema)
		if err != nil {
			return err
		}
		schema.ActionSchemas[name] = &tfjson.ActionSchema{Block: block}
	}
	return nil
}

// described returns the schema of arguments in Terraform's JSON. It supports only flat schemas.
func described(schema *tfprotov6.Schema) (*tfjson.SchemaBlock, error) {
	block := &tfjson.SchemaBlock{
		Attributes:      map[string]*tfjson.SchemaAttribute{},
		Description:     schema.Block.Description,
		DescriptionKind: tfjson.SchemaDescriptionKindMarkdown,
	}
	for _, attribute := range schema.Block.Attributes {
		if attribute.NestedType != nil {
			return nil, fmt.Errorf("%s is nested, which is not supported", attribute.Name)
		}
		encoded, err := json.Marshal(attribute.Type)
		if err != nil {
			return nil, err
		}
		argument := &tfjson.SchemaAttribute{
			Description:     attribute.Description,
			DescriptionKind: tfjson.SchemaDescriptionKindMarkdown,
			Required:        attribute.Required,
			Optional:        attribute.Optional,
		}
		if err := json.Unmarshal(encoded, &argument.AttributeType); err != nil {
			return nil, err
		}
		block.Attributes[attribute.Name] = argument
	}
	return block, nil
}
