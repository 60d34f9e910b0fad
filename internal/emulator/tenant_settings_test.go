package emulator

import (
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

func TestTenantSettings(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, &Seed{Variants: []string{tenant.RegistrationModeShown}, TenantSettings: object.Object{"friendly_name": "Acme", "flags": object.Object{"enable_client_connections": false}}})
	read := func() object.Object { return s.mustCall(200, "GET", "/tenants/settings", nil).object }
	wantJSON(t, "at the start", read(), `{"enabled_locales":["en"],"friendly_name":"Acme","sandbox_version":"22","sandbox_versions_available":["22","18","12"],
		"flags":{"enable_dynamic_client_registration":false,"enable_client_connections":false}}`)

	for _, step := range []struct{ update, member, want string }{
		{`{"flags":{"enable_dynamic_client_registration":true},"dynamic_client_registration_security_mode":"strict"}`, "dynamic_client_registration_security_mode", `"strict"`},
		{`{"flags":{"enable_sso":false}}`, "flags", `{"enable_dynamic_client_registration":true,"enable_sso":false,"enable_client_connections":false}`},
		{`{"dynamic_client_registration_security_mode":"permissive"}`, "dynamic_client_registration_security_mode", `"permissive"`},
		{`{"flags":{}}`, "flags", `{"enable_dynamic_client_registration":true,"enable_sso":false,"enable_client_connections":false}`},
		{`{"error_page":{"html":"x","show_log_link":true}}`, "error_page", `{"html":"x","show_log_link":true}`},
		{`{"error_page":{"url":"https://a.example/"}}`, "error_page", `{"html":"x","show_log_link":true,"url":"https://a.example/"}`},
		{`{"error_page":{}}`, "error_page", `{}`},
		{`{"error_page":null}`, "error_page", `null`},
		{`{"mtls":null}`, "mtls", `null`},
		{`{"default_audience":""}`, "default_audience", `""`},
		{`{"default_redirection_uri":"https://a.example/"}`, "default_redirection_uri", `"https://a.example/"`},
		{`{"default_redirection_uri":""}`, "default_redirection_uri", `null`},
		{`{"session_lifetime_in_minutes":30}`, "session_lifetime", `0.5`},
		{`{"session_lifetime_in_minutes":181}`, "session_lifetime_in_minutes", `null`},
		{`{"session_lifetime":2}`, "session_lifetime", `2`},
		{`{"support_email":""}`, "friendly_name", `"Acme"`},
	} {
		updated := s.mustCall(200, "PATCH", "/tenants/settings", step.update).object
		const passwordless = "enforce_client_authentication_on_passwordless_start"
		if flags := object.Child(updated, "flags"); flags[passwordless] != true || flags["cannot_change_"+passwordless] != true {
			t.Errorf("%s: flags of the answer: %v", step.update, flags)
		}
		if updated["sandbox_versions_available"] != nil {
			t.Errorf("%s: sandbox_versions_available in the answer", step.update)
		}
		wantJSON(t, step.update, read()[step.member], step.want)
	}

	wantJSON(t, "fields", s.mustCall(200, "GET", "/tenants/settings?fields=friendly_name&include_fields=true", nil).object, `{"friendly_name":"Acme"}`)
	for _, update := range []string{`{}`, `{"flags":{"nonsense":true}}`, `{"flags":{"disable_impersonation":true}}`, `{"flags":{"allow_changing_enable_sso":false}}`, `{"dynamic_client_registration_security_mode":null}`, `{"default_audience":null}`, `{"flags":null}`, `{"session_lifetime":0}`, `{"nonsense":1}`} {
		if got := s.call("PATCH", "/tenants/settings", update); got.object["errorCode"] != "invalid_body" {
			t.Errorf("%s: %s", update, got.raw)
		}
	}
	if got := s.call("GET", "/tenants/settings?fields=dynamic_client_registration_security_mode", nil); got.object["errorCode"] != "invalid_query_string" {
		t.Errorf("the mode is no field: %s", got.raw)
	}
}
