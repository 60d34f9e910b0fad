package acctest

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// CallFunction calls a function of the provider, which nobody has configured, as Terraform does. It returns the result,
// or the error.
func CallFunction(t testing.TB, name string, arguments ...any) (result any, problem string) {
	t.Helper()
	s := newUnconfiguredServer(t)
	definition, ok := s.all.Functions[name]
	if !ok {
		t.Fatalf("the provider has no function %s", name)
	}
	request := &tfprotov6.CallFunctionRequest{Name: name}
	for _, argument := range arguments {
		encoded, err := json.Marshal(argument)
		if err != nil {
			t.Fatal(err)
		}
		request.Arguments = append(request.Arguments, &tfprotov6.DynamicValue{JSON: encoded})
	}
	answer, err := s.CallFunction(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	if answer.Error != nil {
		return nil, answer.Error.Text
	}
	value, err := answer.Result.Unmarshal(definition.Return.Type)
	if err != nil {
		t.Fatal(err)
	}
	return plain(value), ""
}
