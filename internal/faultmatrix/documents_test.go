package faultmatrix

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

const (
	agentApplication = "auth0access_cimd_application.agent"
	agentHost        = "agent.example.com"
	agentURL         = "https://" + agentHost + "/client.json"
	anotherURL       = "https://" + agentHost + "/another.json"
	newPin           = "sha256:431df358b5bea5b5abdd2b4c90c189db2c3661431849bbd867821c742535f3c4" // of the changed document
)

// documents answers for a publisher, without any connection.
type documents struct{ isChanged atomic.Bool }

// RoundTrip returns one of the two documents that there are.
func (d *documents) RoundTrip(r *http.Request) (*http.Response, error) {
	status, body := http.StatusNotFound, ""
	if url := "https://" + agentHost + r.URL.Path; url == agentURL || url == anotherURL {
		name, callbacks := "Agent", `"https://agent.example.com/callback"`
		if d.isChanged.Load() {
			name, callbacks = "Agent 2", callbacks+`,"https://login.example.net/callback"`
		}
		status, body = http.StatusOK, `{"client_id":"`+url+`","client_name":"`+name+`","redirect_uris":[`+callbacks+`],`+
			`"grant_types":["authorization_code"],"token_endpoint_auth_method":"none"}`
	}
	return &http.Response{
		StatusCode: status, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader([]byte(body))), Request: r,
	}, nil
}

// withDocuments returns the options with a publisher.
func withDocuments(options emulator.Options, publisher *documents) emulator.Options {
	options.DocumentHosts = map[string]string{agentHost: "127.0.0.1:1"}
	options.DocumentTransport = publisher
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
			name: "cimd_application/update", given: []configured{described()}, isRepublished: true,
			target: becomes(described().with(arguments{
				"allowed_callback_hosts": []any{agentHost, "login.example.net"}, "pin": newPin,
				"description": "Reads orders", "grant_types": []any{"authorization_code", "refresh_token"},
			})),
		},
		{name: "cimd_application/delete", given: []configured{described()}, target: becomes()},
		{
			name: "cimd_application/import", others: []configured{described()}, copies: 1,
			target: becomes(described().imported(agentURL)),
		},
	}
}

// TestDocumentAmongOthers checks the application of a document against other resources of the configuration.
func TestDocumentAmongOthers(t *testing.T) {
	t.Parallel()
	another := described()
	another.address = "auth0access_cimd_application.another"
	unprotected := configured{address: "auth0access_redirect_protection.agent", arguments: arguments{
		"client_id": ref{agentApplication, "client_id"}, "enabled": false, "trusted_callback_hosts": []any{agentHost},
	}}
	accepted := described().with(arguments{"pin": newPin, "allowed_callback_hosts": nil})
	only := configured{address: "auth0access_third_party_applications_exclusive.this", arguments: arguments{"client_ids": []any{}}}
	for name, test := range map[string]struct {
		given, config []configured
		says          string
	}{
		"two new ones of one document":   {nil, []configured{described(), another}, "Application is declared twice"},
		"one that is there, and another": {[]configured{described()}, []configured{described(), another}, "Application is declared twice"},
		"left out of an exclusive set":   {[]configured{described()}, []configured{described(), only}, "left out"},
		"callback that is not trusted":   {[]configured{described(), unprotected}, []configured{accepted, unprotected}, "Callback host is not trusted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var addresses []string
			for _, c := range test.config {
				addresses = append(addresses, c.address)
			}
			for _, order := range ordersOf(addresses) {
				synctest.Test(t, func(t *testing.T) {
					w := &workspace{t: t, tenant: newTenant(t, emulator.Options{Seed: seed(t)}), planOrder: order}
					mustApply(t, w, test.given)
					w.tenant.documents.isChanged.Store(name == "callback that is not trusted")
					before := w.tenant.Snapshot()
					if _, failures := w.apply(test.config); len(failures) == 0 || !strings.Contains(strings.Join(failures, "\n"), test.says) {
						t.Errorf("planned %v: %q", order, failures)
					}
					if diff := cmp.Diff(before, w.tenant.Snapshot()); diff != "" {
						t.Error(diff)
					}
				})
			}
		})
	}
}
