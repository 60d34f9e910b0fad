package emulator_test

import (
	"fmt"
	"net/http/httptest"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// A test starts a tenant with the objects that it needs, runs a client, and examines the client's requests.
func ExampleNew() {
	tenant, err := emulator.New(emulator.Options{Seed: &emulator.Seed{
		ManagementApplication: map[string]any{"client_id": "m2m", "client_secret": "secret"},
		ResourceServers: []map[string]any{
			{"identifier": "https://api.example.com/", "scopes": []any{map[string]any{"value": "read:orders"}}},
		},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	server := httptest.NewServer(tenant)
	defer server.Close()

	clientID, _ := tenant.ManagementCredentials()
	fmt.Println(clientID, len(tenant.Requests()), len(tenant.Snapshot().ResourceServers))
	// Output: m2m 0 2
}
