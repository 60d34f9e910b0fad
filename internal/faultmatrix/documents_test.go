package faultmatrix

import (
	"bytes"
	"io"
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

const (
	agentApplication = "auth0access_cimd_application.agent"
	agentHost        = "agent.example.com"
	agentURL         = "https://" + agentHost + "/client.json"
)

// documents answers for a publisher, without any connection.
type documents struct{}

// RoundTrip returns the one document that there is.
func (documents) RoundTrip(r *http.Request) (*http.Response, error) {
	status, body := http.StatusNotFound, ""
	if r.URL.Path == "/client.json" {
		status, body = http.StatusOK, `{"client_id":"`+agentURL+`","client_name":"Agent","redirect_uris":["https://agent.example.com/callback"],`+
			`"grant_types":["authorization_code"],"token_endpoint_auth_method":"none"}`
	}
	return &http.Response{
		StatusCode: status, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader([]byte(body))), Request: r,
	}, nil
}

// withDocuments returns the options with a publisher.
func withDocuments(options emulator.Options) emulator.Options {
	options.DocumentHosts = map[string]string{agentHost: "127.0.0.1:1"}
	options.DocumentTransport = documents{}
	return options
}

func described() configured {
	return configured{address: agentApplication, arguments: arguments{
		"metadata_url": agentURL, "allowed_callback_hosts": []any{agentHost}, "client_metadata": map[string]any{"tier": "gold"},
	}}
}

// documentOperations are those on an application that a document describes.
func documentOperations() []operation {
	return []operation{
		{name: "cimd_application/create", target: becomes(described())},
		{
			name: "cimd_application/update", given: []configured{described()},
			target: becomes(described().with(arguments{"description": "Reads orders", "grant_types": []any{"authorization_code", "refresh_token"}})),
		},
		{name: "cimd_application/delete", given: []configured{described()}, target: becomes()},
		{
			name: "cimd_application/import", others: []configured{described()}, copies: 1,
			target: becomes(described().imported(agentURL)),
		},
	}
}
