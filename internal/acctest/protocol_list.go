package acctest

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Listed is a result of a list resource.
type Listed struct {
	TypeName    string
	DisplayName string
	Identity    map[string]any
	Resource    map[string]any // nil unless asked for
}

// ListOption changes what [List] asks for.
type ListOption func(*tfprotov6.ListResourceRequest)

// IncludeResource asks for the whole resources, as include_resource = true does.
func IncludeResource() ListOption {
	return func(req *tfprotov6.ListResourceRequest) { req.IncludeResource = true }
}

// Limit asks for so many results at most. The default is 100, as in Terraform.
func Limit(limit int64) ListOption {
	return func(req *tfprotov6.ListResourceRequest) { req.Limit = limit }
}

// List drives the provider's protocol server as terraform query does for a list block with the given filters: it
// validates and, unless that gave errors, lists. The errors are summary and detail, with the attribute before them.
func List(
	t testing.TB,
	tenant *Tenant,
	typeName string,
	filters map[string]any,
	options ...ListOption,
) (results []Listed, errors []string) {
	t.Helper()
	return newProtocolServer(t, tenant).list(typeName, filters, options)
}

// DisplayNames returns the display names of what was listed, in order, with semicolons between.
func DisplayNames(listed []Listed) string {
	names := make([]string, len(listed))
	for i, one := range listed {
		names[i] = one.DisplayName
	}
	return strings.Join(names, "; ")
}

func (s *protocolServer) list(
	typeName string,
	filters map[string]any,
	options []ListOption,
) (results []Listed, errors []string) {
	s.t.Helper()
	server, ok := s.ProviderServer.(tfprotov6.ListResourceServer)
	if !ok {
		s.t.Fatal("the provider's server has no list resources")
	}
	if filters == nil {
		filters = map[string]any{}
	}
	req := &tfprotov6.ListResourceRequest{TypeName: typeName, Config: s.encode(filters), Limit: 100}
	for _, option := range options {
		option(req)
	}
	validated, err := server.ValidateListResourceConfig(
		s.t.Context(),
		&tfprotov6.ValidateListResourceConfigRequest{TypeName: typeName, Config: req.Config},
	)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, errors := texts(validated.Diagnostics); len(errors) > 0 {
		return nil, errors
	}
	stream, err := server.ListResource(s.t.Context(), req)
	if err != nil {
		s.t.Fatal(err)
	}
	identity := s.identityType(typeName)
	for result := range stream.Results {
		if _, failures := texts(result.Diagnostics); len(failures) > 0 {
			return results, append(errors, failures...)
		}
		results = append(results, Listed{
			TypeName:    typeName,
			DisplayName: result.DisplayName,
			Identity:    s.decodeAs(result.Identity.IdentityData, identity),
			Resource:    s.decode(result.Resource, s.resourceSchema(typeName)),
		})
	}
	return results, nil
}

func (s *protocolServer) identityType(typeName string) tftypes.Type {
	s.t.Helper()
	schemas, err := s.GetResourceIdentitySchemas(s.t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		s.t.Fatal(err)
	}
	return schemas.IdentitySchemas[typeName].ValueType()
}

// Adopted is what becomes of a listed resource that is imported together with the configuration that Terraform
// generates for it.
type Adopted struct {
	Imported map[string]any // the state after the import
	PlanResult
}

// Adopt does what Terraform does with the outcome of terraform query -generate-config-out: it generates configuration
// from each listed resource, imports by the listed identity, validates the configuration, and plans. One provider
// serves all resources, as in one terraform plan.
func Adopt(t testing.TB, tenant *Tenant, listed []Listed) []Adopted {
	t.Helper()
	s := newProtocolServer(t, tenant)
	adopted := make([]Adopted, len(listed))
	for i, one := range listed {
		adopted[i] = s.adopt(one)
	}
	return adopted
}

func (s *protocolServer) adopt(listed Listed) Adopted {
	s.t.Helper()
	typeName := listed.TypeName
	schema := s.resourceSchema(typeName)
	generated, err := s.GenerateResourceConfig(
		s.t.Context(),
		&tfprotov6.GenerateResourceConfigRequest{TypeName: typeName, State: s.encode(listed.Resource)},
	)
	if err != nil {
		s.t.Fatal(err)
	}
	s.fatalErrors(generated.Diagnostics)
	read := s.importByIdentity(typeName, listed.Identity)
	result := Adopted{Imported: s.decode(read.NewState, schema)}

	validated, err := s.ValidateResourceConfig(
		s.t.Context(),
		&tfprotov6.ValidateResourceConfigRequest{TypeName: typeName, Config: generated.Config},
	)
	if err != nil {
		s.t.Fatal(err)
	}
	config := s.decode(generated.Config, schema)
	planned, err := s.PlanResourceChange(s.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName:         typeName,
		PriorState:       read.NewState,
		PriorPrivate:     read.Private,
		PriorIdentity:    read.NewIdentity,
		ProposedNewState: s.encode(proposed(schema.Block.Attributes, result.Imported, config)),
		Config:           generated.Config,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	result.Planned = s.decode(planned.PlannedState, schema)
	for _, attribute := range planned.RequiresReplace {
		result.RequiresReplace = append(result.RequiresReplace, attribute.String())
	}
	result.Warnings, result.Errors = texts(
		slices.Concat(validated.Diagnostics, planned.Diagnostics, missing(schema, config)),
	)
	return result
}

// missing reports required arguments without a value, at the root and in nested objects, as Terraform itself does.
func missing(schema *tfprotov6.Schema, config map[string]any) []*tfprotov6.Diagnostic {
	var found []*tfprotov6.Diagnostic
	var look func(attributes []*tfprotov6.SchemaAttribute, object map[string]any)
	look = func(attributes []*tfprotov6.SchemaAttribute, object map[string]any) {
		for _, attribute := range attributes {
			value := object[attribute.Name]
			if attribute.Required && value == nil {
				found = append(found, &tfprotov6.Diagnostic{
					Severity: tfprotov6.DiagnosticSeverityError, Summary: "Missing required argument", Detail: attribute.Name,
				})
			}
			members, ok := value.(map[string]any)
			switch {
			case !ok || attribute.NestedType == nil:
			case attribute.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeSingle:
				look(attribute.NestedType.Attributes, members)
			case attribute.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeMap:
				for _, element := range members {
					if object, ok := element.(map[string]any); ok {
						look(attribute.NestedType.Attributes, object)
					}
				}
			}
		}
	}
	look(schema.Block.Attributes, config)
	return found
}
