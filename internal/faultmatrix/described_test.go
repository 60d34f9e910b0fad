package faultmatrix

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// described is an application that a Client ID Metadata Document describes.
const described = "tpc_describedbydocument00000001"

func describedPartner() configured {
	return configured{address: application, arguments: arguments{
		"name": "TinyWiki", "app_type": "native", "logo_uri": "https://tinywiki.example/logo.png", "token_endpoint_auth_method": "none",
		"callbacks": []any{"https://tinywiki.example/callback"}, "grant_types": []any{"authorization_code"},
	}}
}

// An application that a document describes is imported, with a word on what it is, read, changed if the tenant may, and
// destroyed in a tenant of every kind. What the document owns is refused by the plan, and shown when the document
// changes it.
func TestVariantsOfDescribedApplications(t *testing.T) {
	t.Parallel()
	for _, variant := range emulator.Variants() {
		t.Run(variant.Name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				withDocument := seed(t)
				withDocument.Clients = append(withDocument.Clients, object{
					"client_id": described, "is_first_party": false, "third_party_security_mode": "strict", "external_metadata_type": "cimd",
					"external_metadata_created_by": "admin", "external_client_id": "https://tinywiki.example/client.json",
					"name": "TinyWiki", "app_type": "native", "logo_uri": "https://tinywiki.example/logo.png", "token_endpoint_auth_method": "none",
					"callbacks": []any{"https://tinywiki.example/callback"}, "grant_types": []any{"authorization_code"},
				})
				tenant := newTenant(t, emulator.Options{Seed: withDocument, Variants: []string{variant.Name}})
				liveWithDocument(t, &workspace{t: t, tenant: tenant})
			})
		})
	}
}

func liveWithDocument(t *testing.T, w *workspace) {
	t.Helper()
	const member = "Argument belongs to the application's document"
	wanted := []configured{describedPartner()}
	imported := w.plan([]configured{wanted[0].imported(described)})
	if text := strings.Join(imported.warnings, "\n"); !strings.Contains(text, "Application is described by a document") || len(imported.errors) > 0 {
		t.Fatalf("the import warns %q and fails with %q", imported.warnings, imported.errors)
	}
	if failures := w.carryOut(imported); len(failures) > 0 {
		t.Fatalf("import: %q", failures)
	}
	settle := func(after string) {
		t.Helper()
		if pending := w.pending(wanted); len(pending) > 0 {
			t.Fatalf("after %s: %q", after, pending)
		}
	}
	settle("the import")

	for name, value := range map[string]any{
		"name": "Mine", "logo_uri": "https://mine.example/logo.png", "callbacks": []any{"https://mine.example/"}, "token_endpoint_auth_method": "client_secret_post",
	} {
		if failures := w.plan([]configured{wanted[0].with(arguments{name: value})}).errors; len(failures) != 1 || !strings.Contains(failures[0], member) {
			t.Errorf("another %s is planned with the errors %q", name, failures)
		}
	}

	wanted = []configured{wanted[0].with(arguments{"description": "Reads the wiki", "grant_types": []any{"authorization_code", "refresh_token"}})}
	if _, failures := w.apply(wanted); len(failures) > 0 {
		t.Fatalf("update: %q", failures)
	}
	settle("the update")

	if status := w.tenant.request(t, http.MethodPatch, "/api/v2/clients/"+described, object{"description": "Somebody's"}); status != http.StatusOK {
		t.Fatalf("the change behind Terraform's back is answered with %d", status)
	}
	if actions, failures := w.apply(wanted); len(actions) != 1 || len(failures) > 0 {
		t.Errorf("after a change behind Terraform's back: %q, errors %q", actions, failures)
	}
	settle("the repair")

	if _, failures := w.apply(nil); len(failures) > 0 {
		t.Fatalf("destroy: %q", failures)
	}
	for _, one := range list(generic(t, w.tenant.Snapshot()), "clients") {
		if one["client_id"] == described {
			t.Error("it is still there")
		}
	}
}
