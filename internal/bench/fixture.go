package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// fixture is where a measurement begins: a tenant and Terraform's state of it.
//
// Terraform's own work on a state grows with its square when it is made object by object, which takes hours for the
// large scenarios. So one application is applied with everything it has, and is then multiplied, in the tenant and in
// the state.
type fixture struct {
	seed  *emulator.Seed
	state []byte // nil if nothing is applied
}

// Types of the resources that not every application has.
const (
	policyType     = "auth0access_rate_limit_policy"
	membershipType = "auth0access_organization_client_grant"
)

// acme is the organization that has client grants.
const acme = "org_acme000000000001"

// partner begins the names of the applications that Terraform manages.
const partner = "partner-"

// The application that represents all that Terraform does not manage.
const (
	strangerName = "stranger-00000"
	strangerID   = "tpc_stranger0000000000000000000000"
)

// baseSeed is a tenant with two APIs and, if asked for, one application that Terraform does not manage.
func baseSeed(s scenario) *emulator.Seed {
	seed := &emulator.Seed{ResourceServers: []map[string]any{
		{"name": "Orders", "identifier": ordersAPI, "scopes": []any{map[string]any{"value": "read:orders"}}},
		{"name": "Files", "identifier": filesAPI, "scopes": []any{map[string]any{"value": "read:files"}}},
	}}
	if s.memberships > 0 {
		seed.Organizations = []map[string]any{{"id": acme, "name": "acme"}}
	}
	if s.strangers > 0 {
		seed.Clients = []map[string]any{{
			"name":                       strangerName,
			"client_id":                  strangerID,
			"app_type":                   "native",
			"is_first_party":             false,
			"third_party_security_mode":  "strict",
			"token_endpoint_auth_method": "none",
			"external_metadata_type":     "dcr",
			"callbacks":                  []any{"http://127.0.0.1/callback"},
		}}
	}
	return seed
}

// multiply makes a fixture of n applications, and of the undeclared ones that the scenario wants, from one with one of
// each.
func (f *fixture) multiply(s scenario) (*fixture, error) {
	state, names, err := f.multiplyState(s)
	if err != nil {
		return nil, err
	}
	seed, err := f.multiplySeed(s, names)
	if err != nil {
		return nil, err
	}
	return &fixture{state: state, seed: seed}, nil
}

// multiplyState returns the state of n applications, and the names and ids with a number in it.
func (f *fixture) multiplyState(s scenario) (multiplied []byte, names []string, err error) {
	var state map[string]json.RawMessage
	if err := json.Unmarshal(f.state, &state); err != nil {
		return nil, nil, err
	}
	var resources []json.RawMessage
	if err := json.Unmarshal(state["resources"], &resources); err != nil {
		return nil, nil, err
	}
	most := make([]int, len(resources)) // of each resource
	names = []string{partner + "00000"}
	for i, resource := range resources {
		bare, ids, err := forget(resource)
		if err != nil {
			return nil, nil, err
		}
		resources[i], names = bare, append(names, ids...)
		most[i] = s.most(string(bare))
	}
	slices.Sort(names)
	names = slices.Compact(names)

	all := make([]json.RawMessage, 0, s.applications*len(resources))
	for i := range s.applications {
		replacer := renumber(names, i)
		for j, resource := range resources {
			if i < most[j] {
				all = append(all, json.RawMessage(replacer.Replace(string(resource))))
			}
		}
	}
	if state["resources"], err = json.Marshal(all); err != nil {
		return nil, nil, err
	}
	multiplied, err = json.Marshal(state)
	return multiplied, names, err
}

// multiplySeed returns the tenant of that state.
func (f *fixture) multiplySeed(s scenario, names []string) (_ *emulator.Seed, err error) {
	seed := *f.seed
	if seed.Clients, err = multiplyObjects(seed.Clients, names, s.applications, s.strangers); err != nil {
		return nil, err
	}
	if seed.ClientGrants, err = multiplyObjects(seed.ClientGrants, names, s.applications, 0); err != nil {
		return nil, err
	}
	if seed.RateLimitPolicies, err = multiplyObjects(seed.RateLimitPolicies, names, s.policies, 0); err != nil {
		return nil, err
	}
	seed.OrganizationClientGrants = nil
	for _, membership := range f.seed.OrganizationClientGrants {
		for i := range s.memberships {
			seed.OrganizationClientGrants = append(seed.OrganizationClientGrants, emulator.OrganizationClientGrant{
				OrganizationID: membership.OrganizationID, GrantID: numbered(membership.GrantID, i),
			})
		}
	}
	return &seed, nil
}

// most is how many there are of a resource of the state.
func (s scenario) most(resource string) int {
	is := func(typeName string) bool { return strings.Contains(resource, `"type":"`+typeName+`"`) }
	switch {
	case is(policyType):
		return s.policies
	case is(membershipType):
		return s.memberships
	default:
		return s.applications
	}
}

// forget returns a resource of the state, and what names it in the tenant, without what its provider keeps for itself:
// that may be about the one application that there was, and comes anew with the first read.
func forget(resource json.RawMessage) (bare json.RawMessage, ids []string, err error) {
	var members map[string]json.RawMessage
	var instances []map[string]json.RawMessage
	if err := errors.Join(
		json.Unmarshal(resource, &members),
		json.Unmarshal(members["instances"], &instances),
	); err != nil {
		return nil, nil, err
	}
	if len(instances) != 1 {
		return nil, nil, fmt.Errorf("a resource has %d instances in the state, not 1", len(instances))
	}
	delete(instances[0], "private")
	var attributes struct {
		ID       string `json:"id"`
		ClientID string `json:"client_id"`
	}
	if err := json.Unmarshal(instances[0]["attributes"], &attributes); err != nil {
		return nil, nil, err
	}
	if members["instances"], err = json.Marshal(instances); err != nil {
		return nil, nil, err
	}
	ids = slices.DeleteFunc([]string{attributes.ID, attributes.ClientID}, func(id string) bool { return id == "" })
	bare, err = json.Marshal(members)
	return bare, ids, err
}

// multiplyObjects multiplies those objects of a collection that hold one of the names, and the undeclared ones. The
// managed ones are spread evenly among them, as those of an old tenant are.
func multiplyObjects(objects []map[string]any, names []string, n, strangers int) ([]map[string]any, error) {
	var out, managed, unmanaged []map[string]any
	for _, object := range objects {
		raw, err := json.Marshal(object)
		if err != nil {
			return nil, err
		}
		switch {
		case strings.Contains(string(raw), strangerName):
			unmanaged, err = copies(unmanaged, raw, []string{strangerName, strangerID}, strangers)
		case slices.ContainsFunc(names, func(name string) bool { return strings.Contains(string(raw), name) }):
			managed, err = copies(managed, raw, names, n)
		default:
			out = append(out, object)
		}
		if err != nil {
			return nil, err
		}
	}
	for i, object := range managed {
		next := (i + 1) * len(unmanaged) / len(managed)
		out = append(out, unmanaged[i*len(unmanaged)/len(managed):next]...)
		out = append(out, object)
	}
	return out, nil
}

func copies(to []map[string]any, raw []byte, names []string, n int) ([]map[string]any, error) {
	for i := range n {
		var object map[string]any
		if err := json.Unmarshal([]byte(renumber(names, i).Replace(string(raw))), &object); err != nil {
			return nil, err
		}
		to = append(to, object)
	}
	return to, nil
}

// renumber gives names the number i in place of their last five characters, and resources the i-th place in the module.
func renumber(names []string, i int) *strings.Replacer {
	pairs := []string{"module.partner[0]", fmt.Sprintf("module.partner[%d]", i)}
	for _, name := range names {
		pairs = append(pairs, name, numbered(name, i))
	}
	return strings.NewReplacer(pairs...)
}

func numbered(name string, i int) string {
	return fmt.Sprintf("%s%05d", name[:max(0, len(name)-5)], i)
}
