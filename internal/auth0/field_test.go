package auth0_test

import (
	"encoding/json"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

func TestFieldJSON(t *testing.T) {
	t.Parallel()
	type body struct {
		Text   auth0.Field[string]             `json:"text,omitzero"`
		Number auth0.Field[int64]              `json:"number,omitzero"`
		Flag   auth0.Field[bool]               `json:"flag,omitzero"`
		List   auth0.Field[[]string]           `json:"list,omitzero"`
		Map    auth0.Field[map[string]*string] `json:"map,omitzero"`
	}
	value := "v"
	tests := map[string]struct {
		body body
		want string
	}{
		"left out":     {body{}, `{}`},
		"null":         {body{Text: auth0.Null[string](), List: auth0.Null[[]string]()}, `{"text":null,"list":null}`},
		"value":        {body{Text: auth0.Set("x"), Number: auth0.Set[int64](7), Flag: auth0.Set(true)}, `{"text":"x","number":7,"flag":true}`},
		"zero value":   {body{Text: auth0.Set(""), Number: auth0.Set[int64](0), Flag: auth0.Set(false)}, `{"text":"","number":0,"flag":false}`},
		"empty list":   {body{List: auth0.Set([]string{})}, `{"list":[]}`},
		"list of some": {body{List: auth0.Set([]string{"a", "b"})}, `{"list":["a","b"]}`},
		"null in map":  {body{Map: auth0.Set(map[string]*string{"gone": nil, "kept": &value})}, `{"map":{"gone":null,"kept":"v"}}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(test.body)
			if err != nil || string(got) != test.want {
				t.Errorf("got %s, %v; want %s", got, err, test.want)
			}
		})
	}
}

func TestFieldValue(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		field auth0.Field[string]
		value string
		ok    bool
		zero  bool
	}{
		"left out": {auth0.Field[string]{}, "", false, true},
		"null":     {auth0.Null[string](), "", false, false},
		"empty":    {auth0.Set(""), "", true, false},
		"value":    {auth0.Set("x"), "x", true, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			value, ok := test.field.Value()
			if value != test.value || ok != test.ok || test.field.IsZero() != test.zero {
				t.Errorf("Value() = %q, %t and IsZero() = %t; want %q, %t and %t", value, ok, test.field.IsZero(), test.value, test.ok, test.zero)
			}
		})
	}
}
