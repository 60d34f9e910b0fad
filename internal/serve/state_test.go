package serve

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// upgrader is a framework with a type of resource whose states are of version 2.
type upgrader struct {
	framework
	upgrades int
}

func (u *upgrader) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &tfprotov6.GetProviderSchemaResponse{ResourceSchemas: map[string]*tfprotov6.Schema{"thing": {
		Version: 2,
		Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{
			{Name: "name", Type: tftypes.String},
			{Name: "size", Type: tftypes.Number},
			{Name: "on", Type: tftypes.Bool},
			{Name: "tags", Type: tftypes.Set{ElementType: tftypes.String}},
			{Name: "notes", Type: tftypes.Map{ElementType: tftypes.String}},
			{Name: "parts", Type: tftypes.List{ElementType: tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}}}},
		}},
	}}}, nil
}

func (u *upgrader) UpgradeResourceState(
	context.Context, *tfprotov6.UpgradeResourceStateRequest,
) (*tfprotov6.UpgradeResourceStateResponse, error) {
	u.upgrades++
	return &tfprotov6.UpgradeResourceStateResponse{}, nil
}

// TestUpgradeResourceState shows that the framework gets only states that it may have to upgrade or refuse.
func TestUpgradeResourceState(t *testing.T) {
	t.Parallel()
	type request = tfprotov6.UpgradeResourceStateRequest
	json := func(state string) *tfprotov6.RawState { return &tfprotov6.RawState{JSON: []byte(state)} }
	const whole = `{"name":"a","size":1.5,"on":true,"tags":["a"],"notes":{"a":"b"},"parts":[{"id":"1"},{"id":null}]}`
	for name, test := range map[string]struct {
		request    request
		isUpgraded bool
	}{
		"current":             {request{TypeName: "thing", Version: 2, RawState: json(whole)}, false},
		"current, all null":   {request{TypeName: "thing", Version: 2, RawState: json(`{"name":null,"tags":null,"parts":null}`)}, false},
		"current, incomplete": {request{TypeName: "thing", Version: 2, RawState: json(`{"name":"a"}`)}, false},
		"old":                 {request{TypeName: "thing", Version: 1, RawState: json(whole)}, true},
		"unknown type":        {request{TypeName: "other", Version: 2, RawState: json(whole)}, true},
		"none":                {request{TypeName: "thing", Version: 2}, true},
		"flatmap":             {request{TypeName: "thing", Version: 2, RawState: &tfprotov6.RawState{Flatmap: map[string]string{}}}, true},
		"no JSON":             {request{TypeName: "thing", Version: 2, RawState: json(`{`)}, true},
		"no object":           {request{TypeName: "thing", Version: 2, RawState: json(`["a"]`)}, true},
		"list for a string":   {request{TypeName: "thing", Version: 2, RawState: json(`{"name":["a"]}`)}, true},
		"object for a number": {request{TypeName: "thing", Version: 2, RawState: json(`{"size":{}}`)}, true},
		"string for a bool":   {request{TypeName: "thing", Version: 2, RawState: json(`{"on":"true"}`)}, true},
		"number in a set":     {request{TypeName: "thing", Version: 2, RawState: json(`{"tags":["a",1]}`)}, true},
		"bool in a map":       {request{TypeName: "thing", Version: 2, RawState: json(`{"notes":{"a":true}}`)}, true},
		"string for a list":   {request{TypeName: "thing", Version: 2, RawState: json(`{"parts":"a"}`)}, true},
		"unknown member":      {request{TypeName: "thing", Version: 2, RawState: json(`{"parts":[{"number":"1"}]}`)}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			framework := &upgrader{}
			answer, err := newServer(framework).UpgradeResourceState(t.Context(), &test.request)
			if err != nil {
				t.Fatal(err)
			}
			if isUpgraded := framework.upgrades > 0; isUpgraded != test.isUpgraded {
				t.Errorf("handed to the framework: %t, want %t", isUpgraded, test.isUpgraded)
			}
			if !test.isUpgraded && string(answer.UpgradedState.JSON) != string(test.request.RawState.JSON) {
				t.Errorf("got %s", answer.UpgradedState.JSON)
			}
		})
	}
}
