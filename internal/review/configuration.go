package review

import (
	"encoding/json"
	"strings"
)

// module is a module of a configuration as a plan shows it: which arguments refer to what.
type module struct {
	Resources []configured          `json:"resources"`
	Outputs   map[string]exported   `json:"outputs"`
	Calls     map[string]moduleCall `json:"module_calls"`
}

type configured struct {
	Mode        string                `json:"mode"`
	Type        string                `json:"type"`
	Name        string                `json:"name"`
	Provider    string                `json:"provider_config_key"`
	Expressions map[string]expression `json:"expressions"`
	ForEach     expression            `json:"for_each_expression"`
}

// addTypes adds the types of the module's resources, and of the modules that it calls.
func (m *module) addTypes(types map[string]bool) {
	if m == nil {
		return
	}
	for _, resource := range m.Resources {
		types[resource.Type] = true
	}
	for _, call := range m.Calls {
		call.Module.addTypes(types)
	}
}

// tenant names the provider's alias and, if it is not the root, the module that configures it. The official provider
// with the same alias is assumed to manage the same tenant.
func (c configured) tenant() string {
	module, local, isWithin := strings.Cut(c.Provider, ":")
	if !isWithin {
		module, local = "", module
	}
	_, alias, _ := strings.Cut(local, ".")
	return strings.TrimPrefix(module+" "+alias, " ")
}

// place is the name of the resource within its module.
func (c configured) place() string {
	if c.Mode == "data" {
		return "data." + c.Type + "." + c.Name
	}
	return c.Type + "." + c.Name
}

type exported struct {
	Expression expression `json:"expression"`
}

type moduleCall struct {
	Expressions map[string]expression `json:"expressions"`
	ForEach     expression            `json:"for_each_expression"`
	Module      *module               `json:"module"`
}

// expression is what an argument refers to, nested ones included.
type expression []string

// UnmarshalJSON gathers the references and ignores everything else.
func (e *expression) UnmarshalJSON(text []byte) error {
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return err
	}
	e.gather(value)
	return nil
}

func (e *expression) gather(value any) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			e.gather(item)
		}
	case map[string]any:
		if references, isList := value["references"].([]any); isList {
			for _, one := range references {
				if text, isText := one.(string); isText {
					*e = append(*e, text)
				}
			}
			return
		}
		for _, name := range sortedKeys(value) {
			e.gather(value[name])
		}
	}
}

// longest drops references that are the beginning of others: "a.b" adds nothing to "a.b.c".
func (e expression) longest() []string {
	var kept []string
	for _, one := range e {
		isBeginning := false
		for _, other := range e {
			rest, begins := strings.CutPrefix(other, one)
			isBeginning = isBeginning || begins && rest != "" && (rest[0] == '.' || rest[0] == '[')
		}
		if !isBeginning {
			kept = append(kept, one)
		}
	}
	return kept
}

// step is a part of an address: a name, and the key of an instance with its brackets.
type step struct {
	name, key string
	isAny     bool // of any key
}

// matches reports whether two steps may belong to the same instance.
func (s step) matches(other step) bool {
	return s.name == other.name && (s.key == other.key || s.isAny || other.isAny)
}

// stepsOf splits an address or a reference at its dots. Keys may contain dots.
func stepsOf(address string) (steps []step) {
	var current step
	for address != "" {
		switch address[0] {
		case '.':
			steps, current, address = append(steps, current), step{}, address[1:]
		case '[':
			end := endOfKey(address)
			current.key += address[:end]
			address = address[end:]
		default:
			end := strings.IndexAny(address, ".[")
			if end < 0 {
				end = len(address)
			}
			current.name += address[:end]
			address = address[end:]
		}
	}
	return append(steps, current)
}

// endOfKey returns the end of the key that a text begins with.
func endOfKey(text string) int {
	isQuoted := false
	for i := 1; i < len(text); i++ {
		switch {
		case isQuoted && text[i] == '\\':
			i++
		case text[i] == '"':
			isQuoted = !isQuoted
		case text[i] == ']' && !isQuoted:
			return i + 1
		}
	}
	return len(text)
}

// place splits the address of a resource into its modules and the rest, "type.name" with its key.
func place(address string) (modules []step, resource step) {
	steps := stepsOf(strings.TrimSuffix(address, " (deposed)"))
	for len(steps) > 2 && steps[0].name == "module" {
		modules, steps = append(modules, steps[1]), steps[2:]
	}
	for i, one := range steps {
		if i > 0 {
			resource.name += "."
		}
		resource.name += one.name
		resource.key = one.key
	}
	return modules, resource
}
