package acctest

import (
	"context"
	"encoding/json"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
	"github.com/auth0access/terraform-provider-auth0access/internal/serve"
)

// Unknown stands for a value that is known only after apply in what [Plan] returns.
const Unknown = "(known after apply)"

// PlanResult is what the provider answered to a plan.
type PlanResult struct {
	Prior           map[string]any               // the state that was refreshed for [Lifecycle.Plan]
	Planned         map[string]any               // nil for a destroy
	Action          plancheck.ResourceActionType // of [Lifecycle.Plan], a replacement aside
	RequiresReplace []string                     // paths of attributes, such as "audience"
	Warnings        []string                     // summary and detail
	Errors          []string                     // summary and detail
}

// Plan drives the provider's protocol server as Terraform does in a plan. prior is nil for a create, config for a
// destroy; attributes that are left out are null.
func Plan(t testing.TB, tenant *Tenant, typeName string, prior, config map[string]any) PlanResult {
	t.Helper()
	s := newProtocolServer(t, tenant)
	schema := s.resourceSchema(typeName)
	resp, err := s.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName:         typeName,
		PriorState:       s.encode(prior),
		ProposedNewState: s.encode(proposed(schema.Block.Attributes, prior, config)),
		Config:           s.encode(config),
	})
	if err != nil {
		t.Fatal(err)
	}
	result := PlanResult{Planned: s.decode(resp.PlannedState, schema)}
	for _, attribute := range resp.RequiresReplace {
		result.RequiresReplace = append(result.RequiresReplace, attribute.String())
	}
	result.Warnings, result.Errors = texts(resp.Diagnostics)
	return result
}

// PlanConfig validates a configuration and plans it as that of a new resource, as terraform plan does. It returns what
// a person would read: warnings and errors, attribute (if one is named), summary and detail.
func PlanConfig(t testing.TB, tenant *Tenant, typeName string, config map[string]any) (warnings, errors []string) {
	t.Helper()
	s := newProtocolServer(t, tenant)
	validated, err := s.ValidateResourceConfig(
		t.Context(),
		&tfprotov6.ValidateResourceConfigRequest{TypeName: typeName, Config: s.encode(config)},
	)
	if err != nil {
		t.Fatal(err)
	}
	if warnings, errors = texts(validated.Diagnostics); len(errors) > 0 {
		return warnings, errors
	}
	plan := Plan(t, tenant, typeName, nil, config)
	return append(warnings, plan.Warnings...), plan.Errors
}

// ImportByIdentity imports a resource by its identity and reads it, as Terraform 1.12 and later do for an import
// block with identity. It returns the state.
func ImportByIdentity(t testing.TB, tenant *Tenant, typeName string, identity map[string]any) map[string]any {
	t.Helper()
	s := newProtocolServer(t, tenant)
	return s.decode(s.importByIdentity(typeName, identity).NewState, s.resourceSchema(typeName))
}

type protocolServer struct {
	tfprotov6.ProviderServer
	t       testing.TB
	all     *tfprotov6.GetProviderSchemaResponse
	schemas map[string]*tfprotov6.Schema
}

func newUnconfiguredServer(t testing.TB, options ...provider.Option) *protocolServer {
	t.Helper()
	s := &protocolServer{ProviderServer: serve.NewServer(provider.New("test", options...)()), t: t}
	all, err := providerSchemas()
	if err != nil {
		t.Fatal(err)
	}
	s.fatalErrors(all.Diagnostics)
	s.all, s.schemas = all, all.ResourceSchemas
	return s
}

// providerSchemas are the same for every server, and take a moment.
var providerSchemas = sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
	server := serve.NewServer(provider.New("test")())
	return server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
})

// newProtocolServer returns the provider configured for the tenant.
func newProtocolServer(t testing.TB, tenant *Tenant) *protocolServer {
	t.Helper()
	s := newUnconfiguredServer(t)
	configured, err := s.ConfigureProvider(
		t.Context(),
		&tfprotov6.ConfigureProviderRequest{Config: s.encode(map[string]any{
			"domain":          tenant.URL,
			"audience":        tenant.Audience,
			"client_id":       tenant.ClientID,
			"client_secret":   tenant.ClientSecret,
			"access_boundary": tenant.boundary,
		})},
	)
	if err != nil {
		t.Fatal(err)
	}
	s.fatalErrors(configured.Diagnostics)
	return s
}

func (s *protocolServer) importByIdentity(typeName string, identity map[string]any) *tfprotov6.ReadResourceResponse {
	s.t.Helper()
	imported, err := s.ImportResourceState(s.t.Context(), &tfprotov6.ImportResourceStateRequest{
		TypeName: typeName,
		Identity: &tfprotov6.ResourceIdentityData{IdentityData: s.encode(identity)},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.fatalErrors(imported.Diagnostics)
	if len(imported.ImportedResources) != 1 {
		s.t.Fatalf("import gave %d resources", len(imported.ImportedResources))
	}
	one := imported.ImportedResources[0]
	read, err := s.ReadResource(s.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName:        typeName,
		CurrentState:    one.State,
		CurrentIdentity: one.Identity,
		Private:         one.Private,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.fatalErrors(read.Diagnostics)
	return read
}

func (s *protocolServer) resourceSchema(typeName string) *tfprotov6.Schema {
	s.t.Helper()
	schema, ok := s.schemas[typeName]
	if !ok {
		s.t.Fatalf("the provider has no resource %s", typeName)
	}
	return schema
}

func (s *protocolServer) encode(object map[string]any) *tfprotov6.DynamicValue {
	s.t.Helper()
	encoded, err := json.Marshal(object)
	if err != nil {
		s.t.Fatal(err)
	}
	return &tfprotov6.DynamicValue{JSON: encoded}
}

func (s *protocolServer) decode(value *tfprotov6.DynamicValue, schema *tfprotov6.Schema) map[string]any {
	s.t.Helper()
	if value == nil {
		return nil
	}
	return s.decodeAs(value, schema.ValueType())
}

func (s *protocolServer) decodeAs(value *tfprotov6.DynamicValue, typ tftypes.Type) map[string]any {
	s.t.Helper()
	decoded, err := value.Unmarshal(typ)
	if err != nil {
		s.t.Fatal(err)
	}
	object, _ := plain(decoded).(map[string]any)
	return object
}

func (s *protocolServer) fatalErrors(diagnostics []*tfprotov6.Diagnostic) {
	s.t.Helper()
	if _, errors := texts(diagnostics); len(errors) > 0 {
		s.t.Fatalf("the provider answered with errors: %q", errors)
	}
}

func texts(diagnostics []*tfprotov6.Diagnostic) (warnings, errors []string) {
	for _, diagnostic := range diagnostics {
		text := diagnostic.Summary + "\n" + diagnostic.Detail
		if diagnostic.Attribute != nil {
			text = diagnostic.Attribute.String() + ": " + text
		}
		if diagnostic.Severity == tfprotov6.DiagnosticSeverityWarning {
			warnings = append(warnings, text)
		} else {
			errors = append(errors, text)
		}
	}
	return warnings, errors
}

// proposed merges prior state and configuration as Terraform does before it asks for a plan: a computed attribute
// that the configuration leaves out keeps its prior value.
func proposed(attributes []*tfprotov6.SchemaAttribute, prior, config map[string]any) map[string]any {
	if config == nil {
		return nil
	}
	merged := map[string]any{}
	for _, attribute := range attributes {
		value := config[attribute.Name]
		switch {
		case value == nil && attribute.Computed:
			value = prior[attribute.Name]
		case value != nil && attribute.NestedType != nil:
			before, _ := prior[attribute.Name].(map[string]any)
			now, _ := value.(map[string]any)
			value = proposedNested(attribute.NestedType, before, now, value)
		}
		merged[attribute.Name] = value
	}
	return merged
}

// proposedNested is proposed for a nested attribute: a single object, or each of a map that was there before. Elements
// of lists and sets stay as they are configured.
func proposedNested(nested *tfprotov6.SchemaObject, prior, config map[string]any, configured any) any {
	switch nested.Nesting {
	case tfprotov6.SchemaObjectNestingModeSingle:
		return proposed(nested.Attributes, prior, config)
	case tfprotov6.SchemaObjectNestingModeMap:
		merged := map[string]any{}
		for key, element := range config {
			before, _ := prior[key].(map[string]any)
			now, _ := element.(map[string]any)
			merged[key] = proposed(nested.Attributes, before, now)
		}
		return merged
	default:
		return configured
	}
}
