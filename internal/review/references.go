package review

import (
	"slices"
	"strings"
)

// maxSteps limits how many references are followed for one argument. Terraform refuses circular references, but the
// file may not come from Terraform.
const maxSteps = 1000

// linker finds the resources that arguments refer to, through variables and outputs of modules. A plan does not show
// what locals refer to.
type linker struct {
	root      *module
	instances map[string][]instance // by the names of modules, type and name
	resources map[string]configured // likewise
	steps     int
}

// instance is a resource that the plan has.
type instance struct {
	modules  []step
	resource step
	address  string
}

// scope is the module and instance in which a reference is written.
type scope struct {
	modules []step
	key     string     // of the instance whose argument it is
	forEach expression // of for_each or count
}

// link records for the arguments of resources which resources they refer to.
func (p *Plan) link(root *module) {
	if root == nil {
		return
	}
	l := &linker{root: root, instances: map[string][]instance{}}
	for _, c := range p.changes {
		if c.after.exists() {
			one := instance{address: c.address}
			one.modules, one.resource = place(c.address)
			key := path(one.modules, one.resource.name)
			l.instances[key] = append(l.instances[key], one)
		}
	}
	for i, one := range p.context {
		at, _ := l.configured(one.address)
		p.context[i].tenant = at.tenant()
	}
	for _, c := range p.changes {
		at, found := l.configured(c.address)
		c.tenant = at.tenant()
		if hasMark(c.after.unknown) {
			c.after.refers = func(attribute string) []string { return l.of(c.address, attribute) }
			if found {
				c.after.isSet = func(attribute string) bool { _, isSet := at.Expressions[attribute]; return isSet }
			}
		}
	}
}

// path is the same for all instances.
func path(modules []step, resource string) string {
	var out strings.Builder
	for _, one := range modules {
		out.WriteString(one.name + "/")
	}
	return out.String() + resource
}

// module returns the module at a path, nil if there is none.
func (l *linker) module(modules []step) *module {
	found := l.root
	for _, one := range modules {
		if found == nil {
			return nil
		}
		found = found.Calls[one.name].Module
	}
	return found
}

// of returns the addresses of the resources that an argument refers to.
func (l *linker) of(address, attribute string) []string {
	l.steps = 0
	modules, resource := place(address)
	at, _ := l.configured(address)
	found := l.follow(at.Expressions[attribute], scope{modules, resource.key, at.ForEach})
	slices.Sort(found)
	return slices.Compact(found)
}

// configured returns the configuration of a resource.
func (l *linker) configured(address string) (found configured, isFound bool) {
	modules, resource := place(address)
	key := path(modules, resource.name)
	if l.resources == nil {
		l.resources = map[string]configured{}
		l.index(l.root, nil)
	}
	found, isFound = l.resources[key]
	return found, isFound
}

// index records the resources of a module and of the modules that it calls.
func (l *linker) index(within *module, modules []step) {
	if within == nil {
		return
	}
	for _, one := range within.Resources {
		l.resources[path(modules, one.place())] = one
	}
	for name, call := range within.Calls {
		l.index(call.Module, append(slices.Clone(modules), step{name: name}))
	}
}

// follow returns the addresses that references lead to.
func (l *linker) follow(references expression, at scope) (found []string) {
	if l.steps++; l.steps > maxSteps {
		return nil
	}
	for _, reference := range references.longest() {
		switch steps := stepsOf(reference); {
		case len(steps) < 2:
		case steps[0].name == "each" && steps[1].name == "value":
			found = append(found, l.follow(at.forEach, scope{modules: at.modules, key: at.key})...)
		case steps[0].name == "var" && len(at.modules) > 0:
			found = append(found, l.variable(steps[1].name, at)...)
		case steps[0].name == "module":
			found = append(found, l.outputs(steps[1:], at)...)
		case len(steps) >= 2:
			resource := step{name: steps[0].name + "." + steps[1].name, key: steps[1].key}
			found = append(found, l.find(resource, at)...)
		}
	}
	return found
}

// variable follows the argument that the module call passes.
func (l *linker) variable(name string, at scope) []string {
	last := len(at.modules) - 1
	caller := l.module(at.modules[:last])
	if caller == nil {
		return nil
	}
	call := caller.Calls[at.modules[last].name]
	outside := scope{modules: at.modules[:last], key: at.modules[last].key, forEach: call.ForEach}
	return l.follow(call.Expressions[name], outside)
}

// outputs follows an output of a module, or all of them if the plan does not show which is meant.
func (l *linker) outputs(steps []step, at scope) (found []string) {
	within := l.module(at.modules)
	if within == nil {
		return nil
	}
	called := within.Calls[steps[0].name].Module
	if called == nil {
		return nil
	}
	child := steps[0]
	if child.key == "" {
		child.key, child.isAny = at.key, at.key == ""
	}
	inside := scope{modules: append(slices.Clone(at.modules), child), key: at.key}
	for _, name := range sortedKeys(called.Outputs) {
		if len(steps) < 2 || steps[1].name == name {
			found = append(found, l.follow(called.Outputs[name].Expression, inside)...)
		}
	}
	if len(found) == 0 && steps[0].key == "" && !child.isAny { // the key of the caller does not apply in the module
		at.key = ""
		return l.outputs(steps, at)
	}
	return found
}

// find returns the instances of a resource. If one of them has the same key as the referring instance, it returns that
// one alone.
func (l *linker) find(resource step, at scope) (found []string) {
	resource.isAny = resource.key == ""
	same := ""
	for _, one := range l.instances[path(at.modules, resource.name)] {
		if !resource.matches(one.resource) || !slices.EqualFunc(at.modules, one.modules, step.matches) {
			continue
		}
		found = append(found, one.address)
		if resource.isAny && at.key != "" && one.resource.key == at.key {
			same = one.address
		}
	}
	if same != "" {
		return []string{same}
	}
	return found
}
