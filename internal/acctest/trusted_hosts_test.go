package acctest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// Trusted hosts apply to the result of a plan, whatever else it changes, and whether the protection is planned before
// or after the application. A refused plan changes nothing.
func TestTrustedCallbackHosts(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed("{}"))
	w := newWorkspace(t, tenant)
	const reference = "auth0access_third_party_application.test.client_id"
	configure := func(clientID string, enabled bool, hosts ...string) {
		t.Helper()
		w.configure(fmt.Sprintf(`
resource "auth0access_third_party_application" "test" {
  name      = "Partner"
  app_type  = "regular_web"
  callbacks = [%s]
}

resource "auth0access_redirect_protection" "test" {
  client_id              = %s
  enabled                = %t
  trusted_callback_hosts = ["good.example.com"]
}
`, strings.Join(hosts, ", "), clientID, enabled))
	}
	const good, evil = `"https://good.example.com/callback"`, `"https://evil.example.com/callback"`
	refused := []string{"Callback host is not trusted", "https://evil.example.com/callback"}

	configure(reference, true, good, evil)
	w.run("apply")
	literal := `"` + thirdParties(t, tenant)[0] + `"`

	configure(reference, false, good, evil) // protection is turned off with the callback there
	w.fail([]string{"apply"}, refused)
	configure(reference, false, good) // and with the callback removed at once
	w.run("apply")
	tenant.ResetRequests()
	for _, clientID := range []string{reference, literal} {
		configure(clientID, false, good, evil)
		w.fail([]string{"apply"}, refused)
	}
	if mutations := tenant.Mutations(); len(mutations) > 0 {
		t.Errorf("something is changed: %v", mutations)
	}
	configure(reference, true, good, evil) // protection is turned on with the callback added
	w.run("apply")
	w.checkEmptyPlan()
}
