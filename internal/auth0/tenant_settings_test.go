package auth0_test

import (
	"net/http"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// An update of the security mode is one call. Many tenants never show the mode, so reading until it shows would take
// the whole of LagLimit, every time.
func TestUpdateTenantSettingsDoesNotWaitForMode(t *testing.T) {
	t.Parallel()
	api := &script{acts: []http.HandlerFunc{
		respondStatus(http.StatusOK, "application/json", `{"flags":{"enable_dynamic_client_registration":true}}`),
	}}
	_, err := newClient(t, api).UpdateTenantSettings(t.Context(), auth0.TenantSettingsFields{
		Flags: auth0.Set(auth0.TenantFlagsFields{EnableDynamicClientRegistration: auth0.Set(true)}),

		DynamicClientRegistrationSecurityMode: auth0.Set(auth0.SecurityModeStrict),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := api.count(); got != 1 {
		t.Errorf("%d calls, want 1", got)
	}
}
