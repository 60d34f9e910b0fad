package schema

import (
	"encoding/json"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
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
			err := v.Check(parseObject(t, test.value))
			if err == nil || err.Error() != "Payload validation error: "+test.want {
				t.Errorf("got  %v\nwant Payload validation error: %s", err, test.want)
			}
		})
	}
}

func parseObject(tb testing.TB, encoded string) object.Object {
	tb.Helper()
	var out object.Object
	if err := json.Unmarshal([]byte(encoded), &out); err != nil {
		tb.Fatal(err)
	}
	return out
}
