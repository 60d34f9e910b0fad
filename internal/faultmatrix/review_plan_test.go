package faultmatrix

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

// review reviews a plan, written as "terraform show -json" writes it.
func (w *workspace) review(p *plan, config []configured, knows bool) *review.Report {
	w.t.Helper()
	changes, resources := []any{}, []any{}
	for _, address := range sortedKeys(p.changes) {
		c := p.changes[address]
		shown := object{"actions": actionsOf[c.action]}
		if c.prior != nil {
			shown["before"], _ = plain(c.prior.value)
		}
		if c.action != destroy {
			shown["after"], shown["after_unknown"] = plain(c.planned)
		}
		changes = append(changes, object{"address": address, "mode": "managed", "type": typeOf(address), "change": shown})
	}
	for _, c := range config {
		typeName, name, _ := strings.Cut(c.address, ".")
		expressions := object{}
		for argument, value := range c.arguments {
			expressions[argument] = expressionOf(value)
		}
		resources = append(resources, object{"mode": "managed", "type": typeName, "name": name, "expressions": expressions})
	}
	document := object{
		"format_version": "1.2", "timestamp": time.Now().Format(time.RFC3339), "resource_changes": changes, "configuration": object{"root_module": object{"resources": resources}},
	}
	if knows {
		document["prior_state"] = object{"values": object{"root_module": object{"resources": w.dataSources()}}}
	}
	read, err := review.ReadPlan(strings.NewReader(encoded(w.t, document)))
	if err != nil {
		w.t.Fatal(err)
	}
	return read.Review(review.Options{})
}

var actionsOf = map[action][]string{
	none: {"no-op"}, create: {"create"}, update: {"update"}, destroy: {"delete"}, replace: {"delete", "create"},
}

// dataSources are the data sources that show all grants and APIs.
func (w *workspace) dataSources() []any {
	w.t.Helper()
	var entries []any
	if err := json.Unmarshal(snapshotOf(w.t, w.tenant), &entries); err != nil {
		w.t.Fatal(err)
	}
	now := generic(w.t, w.tenant.Snapshot())
	grants := []any{}
	for _, one := range list(now, "client_grants") {
		grants = append(grants, object{
			"id": one["id"], "client_id": one["client_id"], "audience": one["audience"], "subject_type": one["subject_type"],
			"scopes": one["scope"], "all_scopes": one["allow_all_scopes"], "default_permissions": one["default_for"] != nil,
		})
	}
	data := func(name string, values object) object {
		return object{"address": "data." + name + ".all", "mode": "data", "type": name, "values": values}
	}
	sources := []any{
		data("auth0access_effective_access", object{"access": entries}), data("auth0access_client_grants", object{"grants": grants}),
	}
	for _, one := range list(now, "resource_servers") {
		audience, _ := one["identifier"].(string)
		sources = append(sources, data("auth0access_api", object{
			"audience": audience, "scopes": definedScopes(now, audience), "user_access_policy": policyOf(now, audience, "user"),
			"client_access_policy": policyOf(now, audience, "client"),
			"system":               one["is_system"] == true,
		}))
	}
	return sources
}

// plain writes a value as Terraform does in a plan: what is unknown is left out, and marked beside it.
func plain(value tftypes.Value) (shown, unknown any) {
	switch {
	case !value.IsKnown():
		return nil, true
	case value.IsNull():
		return nil, false
	case value.Type().Is(tftypes.String):
		return textOf(value), false
	case value.Type().Is(tftypes.Bool):
		var is bool
		_ = value.As(&is)
		return is, false
	case value.Type().Is(tftypes.Number):
		return 1, false // no review looks at numbers
	case value.Type().Is(tftypes.List{}), value.Type().Is(tftypes.Set{}):
		items, marks := []any{}, []any{}
		for _, item := range elements(value) {
			one, mark := plain(item)
			items, marks = append(items, one), append(marks, mark)
		}
		return items, marks
	default:
		all, marks := object{}, object{}
		for name, member := range members(value) {
			one, mark := plain(member)
			if mark != true {
				all[name] = one
			}
			marks[name] = mark
		}
		return all, marks
	}
}

// expressionOf returns the references of an argument. A value that is known later refers to a resource of another
// provider.
func expressionOf(value any) object {
	references := []any{}
	var look func(any)
	look = func(value any) {
		switch value := value.(type) {
		case ref:
			references = append(references, value.address+"."+value.attribute, value.address)
		case later:
			references = append(references, "terraform_data.later.output", "terraform_data.later")
		case []any:
			for _, item := range value {
				look(item)
			}
		case map[string]any:
			for _, name := range sortedKeys(value) {
				look(value[name])
			}
		}
	}
	look(value)
	return object{"references": references}
}
