package main

import (
	"net/http/httptest"
	"os"
	"path/filepath"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// audience is the API of the tenant.
const audience = "https://api.example.com/"

const seed = `{"resource_servers": [{"identifier": "` + audience + `", "scopes": [{"value": "read:orders"}]}]}`

// tenant is an emulated tenant in this process, served over HTTP.
type tenant struct {
	*httptest.Server
	id, secret string // credentials for the Management API
}

func startTenant() (*tenant, error) {
	dir, err := os.MkdirTemp("", "entered-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	file := filepath.Join(dir, "seed.json")
	if err := os.WriteFile(file, []byte(seed), 0o600); err != nil {
		return nil, err
	}
	parsed, err := emulator.LoadSeed(file)
	if err != nil {
		return nil, err
	}
	server, err := emulator.New(emulator.Options{Seed: parsed})
	if err != nil {
		return nil, err
	}
	id, secret := server.ManagementCredentials()
	return &tenant{httptest.NewServer(server), id, secret}, nil
}
