package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

func TestMultiply(t *testing.T) {
	t.Parallel()
	one := &fixture{
		seed: &emulator.Seed{
			Exact: true,
			Clients: []map[string]any{
				{"client_id": strangerID, "name": strangerName},
				{"client_id": "tpc_0123456789", "name": "partner-00000"},
				{"client_id": "global", "name": "All Applications"},
			},
			ClientGrants: []map[string]any{
				{"id": "cgr_0123456789", "client_id": "tpc_0123456789"},
				{"id": "cgr_management", "client_id": "management"},
			},
			OrganizationClientGrants: []emulator.OrganizationClientGrant{{OrganizationID: acme, GrantID: "cgr_0123456789"}},
		},
		state: []byte(`{"version": 4, "serial": 7, "resources": [
			{"module": "module.partner[0]", "mode": "managed", "instances": [{"attributes": {"client_id": "tpc_0123456789"}, "private": "cA=="}]},
			{"module": "module.partner[0]", "mode": "managed", "instances": [{"attributes": {"id": "cgr_0123456789", "client_id": "tpc_0123456789"}}]}]}`),
	}
	many, err := one.multiply(scenario{applications: 2, strangers: 4})
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(map[string]any{"clients": many.seed.Clients, "grants": many.seed.ClientGrants, "state": json.RawMessage(many.state)})
	if err != nil {
		t.Fatal(err)
	}
	stranger := strings.TrimSuffix(strangerID, "00000")
	want := `{"clients":[` + strings.Join([]string{
		`{"client_id":"global","name":"All Applications"}`,
		`{"client_id":"` + stranger + `00000","name":"stranger-00000"}`, `{"client_id":"` + stranger + `00001","name":"stranger-00001"}`,
		`{"client_id":"tpc_0123400000","name":"partner-00000"}`,
		`{"client_id":"` + stranger + `00002","name":"stranger-00002"}`, `{"client_id":"` + stranger + `00003","name":"stranger-00003"}`,
		`{"client_id":"tpc_0123400001","name":"partner-00001"}`,
	}, ",") + `],"grants":[` + strings.Join([]string{
		`{"client_id":"management","id":"cgr_management"}`,
		`{"client_id":"tpc_0123400000","id":"cgr_0123400000"}`, `{"client_id":"tpc_0123400001","id":"cgr_0123400001"}`,
	}, ",") + `],"state":{"resources":[` + strings.Join([]string{
		`{"instances":[{"attributes":{"client_id":"tpc_0123400000"}}],"mode":"managed","module":"module.partner[0]"}`,
		`{"instances":[{"attributes":{"id":"cgr_0123400000","client_id":"tpc_0123400000"}}],"mode":"managed","module":"module.partner[0]"}`,
		`{"instances":[{"attributes":{"client_id":"tpc_0123400001"}}],"mode":"managed","module":"module.partner[1]"}`,
		`{"instances":[{"attributes":{"id":"cgr_0123400001","client_id":"tpc_0123400001"}}],"mode":"managed","module":"module.partner[1]"}`,
	}, ",") + `],"serial":7,"version":4}}`
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestMultiplyOnlyOne(t *testing.T) {
	t.Parallel()
	f := &fixture{seed: &emulator.Seed{}, state: []byte(`{"resources": [{"instances": []}]}`)}
	if _, err := f.multiply(scenario{applications: 2}); err == nil || !strings.Contains(err.Error(), "0 instances") {
		t.Errorf("the error is %v", err)
	}
}
