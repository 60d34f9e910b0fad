package serve

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// states knows what the states of the types of resource look like now.
type states func() map[string]stateSchema

type stateSchema struct {
	version   int64
	valueType tftypes.Type
}

// statesOf asks the framework, once and when it is first needed. If that fails, no type is known.
func statesOf(s framework) states {
	return sync.OnceValue(func() map[string]stateSchema {
		all, err := s.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
		if err != nil {
			return nil
		}
		known := make(map[string]stateSchema, len(all.ResourceSchemas))
		for name, schema := range all.ResourceSchemas {
			known[name] = stateSchema{schema.Version, schema.ValueType()}
		}
		return known
	})
}

// areCurrent reports whether a state is of the version and the shape of today's, so that nothing is to be done to it.
func (known states) areCurrent(req *tfprotov6.UpgradeResourceStateRequest) bool {
	schema, ok := known()[req.TypeName]
	if !ok || req.Version != schema.version || req.RawState == nil {
		return false
	}
	var state map[string]any
	if err := json.Unmarshal(req.RawState.JSON, &state); err != nil {
		return false
	}
	return fits(state, schema.valueType)
}

// fits reports whether a JSON value is one of the type. Attributes that are missing are null, and Terraform has removed
// those that the schema does not know before it asks.
func fits(value any, as tftypes.Type) bool {
	switch value := value.(type) {
	case nil:
		return true
	case string:
		return as.Is(tftypes.String)
	case bool:
		return as.Is(tftypes.Bool)
	case float64:
		return as.Is(tftypes.Number)
	case []any:
		for _, element := range value {
			if !fits(element, typeWithin(as, "")) {
				return false
			}
		}
		return as.Is(tftypes.List{}) || as.Is(tftypes.Set{})
	case map[string]any:
		for name, member := range value {
			if !fits(member, typeWithin(as, name)) {
				return false
			}
		}
		return as.Is(tftypes.Object{}) || as.Is(tftypes.Map{})
	}
	return false
}

// typeWithin returns the type of an element, or of the member of that name, and one that nothing fits if there is none.
func typeWithin(as tftypes.Type, name string) tftypes.Type {
	switch as := as.(type) {
	case tftypes.List:
		return as.ElementType
	case tftypes.Set:
		return as.ElementType
	case tftypes.Map:
		return as.ElementType
	case tftypes.Object:
		if member, ok := as.AttributeTypes[name]; ok {
			return member
		}
	}
	return tftypes.DynamicPseudoType
}
