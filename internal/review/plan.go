package review

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/boundary"
)

// Plan is the part of a plan that access depends on.
type Plan struct {
	changes    []*change
	context    []source // data sources, as they were read
	outputs    map[string]output
	others     []string           // addresses of changing resources whose type this package does not know
	drift      map[string]*change // changes outside Terraform since the last refresh, by address
	masks      *masks
	incomplete string // what the plan says that it lacks, empty if it is complete
	isErrored  bool
	configured map[string]bool // types of resources that the configuration has
	isTurned   bool            // whether it is reversed, and so does not start from the tenant as it is
	boundaries map[string]boundary.Boundary
	alias      string // of the provider, in a plan of one tenant
}

// change is the change of one resource.
type change struct {
	address  string
	typ      string
	actions  []string
	before   object
	after    object
	now      object   // as it is in the tenant, if the plan is reversed
	replaced []string // attributes that require the replacement
	moved    string   // the address before
	isImport bool
	tenant   string // the alias of the provider; empty for the default provider
}

func (c *change) isNoOp() bool { return isNoOp(c.actions) }

func isNoOp(actions []string) bool {
	return len(actions) == 0 || slices.Equal(actions, []string{"no-op"})
}

func (c *change) does(action string) bool { return slices.Contains(c.actions, action) }

func (c *change) isReplacement() bool {
	return c.does("create") && (c.does("delete") || c.does("forget"))
}

// source is a data source as it was read.
type source struct {
	object
	typ, tenant string
}

// planned is a resource change as JSON has it.
type planned struct {
	Address         string `json:"address"`
	PreviousAddress string `json:"previous_address"`
	Mode            string `json:"mode"`
	Type            string `json:"type"`
	Deposed         string `json:"deposed"`
	Change          struct {
		Actions         []string       `json:"actions"`
		Before          map[string]any `json:"before"`
		After           map[string]any `json:"after"`
		AfterUnknown    any            `json:"after_unknown"`
		BeforeSensitive any            `json:"before_sensitive"`
		AfterSensitive  any            `json:"after_sensitive"`
		ReplacePaths    [][]any        `json:"replace_paths"`
		Importing       any            `json:"importing"`
	} `json:"change"`
}

// ErrNoPlan is returned for JSON that is not a plan.
var ErrNoPlan = errors.New("this is not a plan: give what \"terraform show -json PLAN\" prints")

// ReadPlan reads what "terraform show -json" prints of a saved plan.
func ReadPlan(from io.Reader) (*Plan, error) {
	return readPlan(from, &masks{byValue: map[string]string{}})
}

// ReadTenant takes data sources and outputs from another plan. A plan does not read a data source whose dependencies
// change; a refresh-only plan reads all of them.
func (p *Plan) ReadTenant(from io.Reader) error {
	looked, err := readPlan(from, p.masks)
	if err != nil {
		return err
	}
	p.context, p.outputs = append(p.context, looked.context...), looked.outputs
	return nil
}

// readChange reads one element of resource_changes.
func (p *Plan) readChange(decoder *json.Decoder) error {
	var one planned
	if err := decoder.Decode(&one); err != nil {
		return err
	}
	change := one.Change
	p.masks.hideMarked(change.Before, change.BeforeSensitive)
	p.masks.hideMarked(change.After, change.AfterSensitive)
	if one.Mode != "managed" && one.Mode != "" {
		return nil
	}
	if !isOurs(one.Type) && kinds[one.Type].declare == nil && kinds[one.Type].remark == nil {
		if !isNoOp(change.Actions) {
			p.others = append(p.others, one.Address)
		}
		return nil
	}
	p.changes = append(p.changes, one.read(p.masks))
	return nil
}

// readDrift reads one element of resource_drift.
func (p *Plan) readDrift(decoder *json.Decoder) error {
	var one planned
	if err := decoder.Decode(&one); err != nil {
		return err
	}
	p.masks.hideMarked(one.Change.Before, one.Change.BeforeSensitive)
	p.masks.hideMarked(one.Change.After, one.Change.AfterSensitive)
	if isOurs(one.Type) && (one.Mode == "managed" || one.Mode == "") {
		p.drift[one.Address] = one.read(p.masks)
	}
	return nil
}

// read takes from the JSON what a review needs.
func (one planned) read(masks *masks) *change {
	from := one.Change
	address := one.Address
	if one.Deposed != "" {
		address += " (deposed)"
	}
	read := &change{address: address, typ: one.Type, actions: from.Actions, isImport: from.Importing != nil}
	if one.PreviousAddress != one.Address {
		read.moved = one.PreviousAddress
	}
	for _, path := range from.ReplacePaths {
		if len(path) > 0 {
			if attribute, isName := path[0].(string); isName {
				read.replaced = append(read.replaced, attribute)
			}
		}
	}
	read.before = object{address: address, values: from.Before, sensitive: from.BeforeSensitive, masks: masks}
	read.after = object{
		address: address, values: from.After, unknown: from.AfterUnknown, sensitive: from.AfterSensitive, masks: masks,
	}
	if isKept := read.does("forget") && !read.does("create"); isKept || read.isNoOp() {
		read.after = read.before // one copy of values that do not change
	}
	return read
}

// isOurs reports whether a type of resource is this provider's.
func isOurs(typ string) bool { return strings.HasPrefix(typ, "auth0access_") }

// stateModule is a module of a state as "terraform show -json" prints it.
type stateModule struct {
	Resources []struct {
		Address         string         `json:"address"`
		Mode            string         `json:"mode"`
		Type            string         `json:"type"`
		Values          map[string]any `json:"values"`
		SensitiveValues any            `json:"sensitive_values"`
	} `json:"resources"`
	Children []stateModule `json:"child_modules"`
}

// readPriorState takes data sources from the state.
func (p *Plan) readPriorState(decoder *json.Decoder) error {
	var state struct {
		Values struct {
			Root stateModule `json:"root_module"`
		} `json:"values"`
	}
	if err := decoder.Decode(&state); err != nil {
		return err
	}
	p.addContext(state.Values.Root)
	return nil
}

func (p *Plan) addContext(m stateModule) {
	for _, resource := range m.Resources {
		p.masks.hideMarked(resource.Values, resource.SensitiveValues)
		if resource.Mode == "data" && sources[resource.Type] != nil {
			p.context = append(p.context, source{typ: resource.Type, object: object{
				address: resource.Address, values: resource.Values, sensitive: resource.SensitiveValues, masks: p.masks,
			}})
		}
	}
	for _, child := range m.Children {
		p.addContext(child)
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
