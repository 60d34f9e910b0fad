package emulator

import (
	"encoding/json"
	"testing"
)

func TestWording(t *testing.T) {
	t.Parallel()
	const description = `"description":"What it is."`
	tests := map[string]struct{ schema, value, want string }{
		"type":           {`{"properties":{"a":{"type":"string",` + description + `}}}`, `{"a":5}`, "'Expected type string but found type integer' on property a (What it is)."},
		"type, fraction": {`{"properties":{"a":{"type":"integer"}}}`, `{"a":1.5}`, "'Expected type integer but found type number' on property a."},
		"type, null":     {`{"properties":{"a":{"type":["string","boolean"]}}}`, `{"a":null}`, "'Expected type boolean,string but found type null' on property a."},
		"missing":        {`{"required":["b","a"]}`, `{}`, "'Missing required property: a'."},
		"additional":     {`{"properties":{},"additionalProperties":false}`, `{"c":1,"b":2}`, "'Additional properties not allowed: b,c'."},
		"enum":           {`{"properties":{"a":{"enum":["x","y"]}}}`, `{"a":"z"}`, "'No enum match for: z' on property a."},
		"few members":    {`{"minProperties":1}`, `{}`, "'Too few properties defined (0), minimum 1'."},
		"many members":   {`{"maxProperties":1}`, `{"a":1,"b":2}`, "'Too many properties defined (2), maximum 1'."},
		"short":          {`{"properties":{"a":{"minLength":1}}}`, `{"a":""}`, "'String is too short (0 chars), minimum 1' on property a."},
		"long":           {`{"properties":{"a":{"maxLength":2}}}`, `{"a":"äöü"}`, "'String is too long (3 chars), maximum 2' on property a."},
		"few items":      {`{"properties":{"a":{"minItems":1}}}`, `{"a":[]}`, "'Array is too short (0), minimum 1' on property a."},
		"many items":     {`{"properties":{"a":{"maxItems":2}}}`, `{"a":[1,2,3]}`, "'Array is too long (3), maximum 2' on property a."},
		"small":          {`{"properties":{"a":{"minimum":1}}}`, `{"a":0}`, "'Value 0 is less than minimum 1' on property a."},
		"large":          {`{"properties":{"a":{"maximum":1}}}`, `{"a":1.5}`, "'Value 1.5 is greater than maximum 1' on property a."},
		"pattern":        {`{"properties":{"a":{"pattern":"^[^<>]+$"}}}`, `{"a":"<b>"}`, "'String does not match pattern ^[^<>]+$: <b>' on property a."},
		"format":         {`{"properties":{"a":{"items":{"properties":{"b":{"format":"client-grant-id"}}}}}}`, `{"a":[{"b":"cgr_1"},{"b":"x"}]}`, "'Object didn't pass validation for format client-grant-id: x' on property a[1].b."},
		"duplicates":     {`{"properties":{"a":{"uniqueItems":true}}}`, `{"a":["x","x"]}`, "'Array items are not unique (indexes 0 and 1)' on property a."},
		"bad name":       {`{"propertyNames":{"pattern":"^[a-z]+$"}}`, `{"A":1}`, "'Additional properties not allowed: A'."},
		"the outer first": {
			`{"properties":{"a":{"required":["x"]}},"required":["b"]}`, `{"a":{}}`, "'Missing required property: b'.",
		},
		"union": {
			`{"properties":{"a":{"anyOf":[{"type":"string"},{"required":["x"]}]}}}`, `{"a":{}}`,
			"'None of the valid schemas were met' on property a. Inner errors: [ Payload validation error: 'Expected type string but found type object' on property a., Payload validation error: 'Missing required property: x' on property a. ]",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := bodyValidator("test", parseObject(t, test.schema))
			err := v.check(parseObject(t, test.value))
			if err == nil || err.Error() != "Payload validation error: "+test.want {
				t.Errorf("got  %v\nwant Payload validation error: %s", err, test.want)
			}
		})
	}
}

func TestMalformedBodies(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	wantRefusal(t, s.call("POST", "/clients", `{"name":`), 400, "", "Invalid request payload JSON format")
	wantRefusal(t, s.call("POST", "/clients", ``), 400, "invalid_body", "Payload validation error: 'Expected type object but found type null'.")
	wantRefusal(t, s.call("POST", "/clients", `[]`), 400, "invalid_body", "Payload validation error: 'Expected type object but found type array'.")
}

// Every request body of the OpenAPI document has a schema here that refuses what it does not know.
func TestBodiesAreClosed(t *testing.T) {
	t.Parallel()
	for _, e := range endpoints() {
		if e.body == nil {
			continue
		}
		schema := e.body.schema
		if schema.Items2020 != nil {
			schema = schema.Items2020
		}
		if schema.AdditionalProperties != false {
			t.Errorf("%s %s takes unknown members", e.method, e.path)
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

func parseObject(tb testing.TB, encoded string) object {
	tb.Helper()
	var out object
	if err := json.Unmarshal([]byte(encoded), &out); err != nil {
		tb.Fatal(err)
	}
	return out
}
