package emulator

import (
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/api"
)

func TestMalformedBodies(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	wantRefusal(t, s.call("POST", "/clients", `{"name":`), 400, "", "Invalid request payload JSON format")
	wantRefusal(t, s.call("POST", "/clients", ``), 400, "invalid_body", "Payload validation error: 'Expected type object but found type null'.")
	wantRefusal(t, s.call("POST", "/clients", `[]`), 400, "invalid_body", "Payload validation error: 'Expected type object but found type array'.")
}

// Every request body of the OpenAPI document has a schema here, which refuses unknown members.
func TestBodiesAreClosed(t *testing.T) {
	t.Parallel()
	for _, e := range api.Endpoints() {
		if e.Body == nil {
			continue
		}
		schema := e.Body.Schema
		if schema.Items2020 != nil {
			schema = schema.Items2020
		}
		if schema.AdditionalProperties != false {
			t.Errorf("%s %s takes unknown members", e.Method, e.Path)
		}
	}
}

func TestQueries(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	for query, message := range map[string]string{
		"clients?bogus=1":             "Query validation error: 'Additional properties not allowed: bogus'.",
		"clients?per_page=ten":        "Query validation error: 'Expected type integer but found type string' on property per_page (Number of results per page).",
		"clients?page=-1":             "Query validation error: 'Value -1 is less than minimum 0' on property page (Page index, the first is 0).",
		"clients?is_global=perhaps":   "Query validation error: 'Expected type boolean but found type string' on property is_global.",
		"client-grants?default_for=x": "Query validation error: 'No enum match for: x' on property default_for.",
		"tenants/settings?x=y":        "Query validation error: 'Additional properties not allowed: x'.",
	} {
		wantRefusal(t, s.call("GET", "/"+query, nil), 400, "invalid_query_string", message)
	}
}
