package faultmatrix

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

// reach is a scope that an application can get, or no scope for tokens at all.
type reach struct{ holder, audience, subjectType, scope string }

type reached map[reach]bool

func (r reached) beyond(other reached) reached {
	more := reached{}
	for one := range r {
		if !other[one] {
			more[one] = true
		}
	}
	return more
}

// reachIn lists who can reach what in a tenant. Applications of the state go by their addresses.
func reachIn(t *testing.T, tenant *tenant, state map[string]*instance) reached {
	t.Helper()
	holders := map[string]string{}
	for address, one := range state {
		if typeOf(address) == typeOf(application) || typeOf(address) == typeOf(agentApplication) {
			holders[textOf(members(one.value)["client_id"])] = address
		}
	}
	var entries []struct {
		ClientID    string `json:"client_id"`
		Audience    string `json:"audience"`
		SubjectType string `json:"subject_type"`
		Allowed     bool   `json:"allowed"`
		Scopes      []string
	}
	if err := json.Unmarshal(snapshotOf(t, tenant), &entries); err != nil {
		t.Fatal(err)
	}
	found := reached{}
	for _, e := range entries {
		holder := e.ClientID
		if holders[holder] != "" {
			holder = holders[holder]
		}
		for _, scope := range append(e.Scopes, "") {
			if e.Allowed {
				found[reach{holder, e.Audience, e.SubjectType, scope}] = true
			}
		}
	}
	now := generic(t, tenant.Snapshot())
	maps.Copy(found, openIn(now))
	maps.Copy(found, associatedIn(now, holders))
	return found
}

// associatedIn lists which applications may log in members of which organizations.
func associatedIn(tenant object, holders map[string]string) reached {
	found := reached{}
	for _, one := range list(tenant, "organization_clients") {
		if one["use_for_member_access"] == true {
			scope := fmt.Sprint(one["organization_id"], holders[fmt.Sprint(one["client_id"])])
			found[reach{holder: "organization-opened", scope: scope}] = true
		}
	}
	return found
}

// openIn lists what is open to everybody in a tenant: default permissions, by the scopes that they name, and settings.
func openIn(tenant object) reached {
	found := reached{}
	for _, one := range list(tenant, "client_grants") {
		if one["default_for"] == nil {
			continue
		}
		audience, _ := one["audience"].(string)
		subjectType, _ := one["subject_type"].(string)
		if policyOf(tenant, audience, subjectType) == "deny_all" {
			continue
		}
		found[reach{everybody, audience, subjectType, ""}] = true
		scopes, _ := one["scope"].([]any)
		if one["allow_all_scopes"] == true {
			scopes = definedScopes(tenant, audience)
		}
		for _, scope := range scopes {
			found[reach{everybody, audience, subjectType, fmt.Sprint(scope)}] = true
		}
	}
	for _, one := range list(tenant, "connections") {
		found[reach{holder: "connection-promoted", scope: fmt.Sprint(one["id"])}] = one["is_domain_connection"] == true
	}
	for _, one := range list(tenant, "organizations") {
		found[reach{holder: "organization-opened", scope: fmt.Sprint(one["id"])}] = one["third_party_client_access"] == "allow"
	}
	settings, _ := tenant["tenant_settings"].(object)
	flags, _ := settings["flags"].(object)
	found[reach{holder: "registration-opened"}] = flags["enable_dynamic_client_registration"] == true
	maps.DeleteFunc(found, func(_ reach, isSo bool) bool { return !isSo })
	return found
}

// policyOf is the access policy of an API.
func policyOf(tenant object, audience, subjectType string) any {
	for _, one := range list(tenant, "resource_servers") {
		if one["identifier"] == audience {
			both, _ := one["subject_type_authorization"].(object)
			half, _ := both[subjectType].(object)
			if half["policy"] != nil {
				return half["policy"]
			}
		}
	}
	return map[string]string{"user": "allow_all", "client": "require_client_grant"}[subjectType]
}

func definedScopes(tenant object, audience string) (scopes []any) {
	for _, one := range list(tenant, "resource_servers") {
		defined, _ := one["scopes"].([]any)
		for _, scope := range defined {
			if members, isObject := scope.(object); isObject && one["identifier"] == audience {
				scopes = append(scopes, members["value"])
			}
		}
	}
	return scopes
}

// snapshotOf returns the entries of effective access, as the data source has them.
func snapshotOf(t testing.TB, tenant *tenant) []byte {
	t.Helper()
	snapshot, err := review.ReadSnapshot(strings.NewReader(encoded(t, tenant.Snapshot())))
	if err != nil {
		t.Fatal(err)
	}
	entries, err := json.Marshal(snapshot)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func textOf(value tftypes.Value) (text string) {
	if value.IsKnown() && !value.IsNull() {
		_ = value.As(&text)
	}
	return text
}
