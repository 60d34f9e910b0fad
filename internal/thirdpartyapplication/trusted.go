package thirdpartyapplication

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// checkTrusted tells the application's redirect protection which callbacks are planned, and refuses those that it does
// not trust, if it was planned before. Callbacks that are not known yet show in the next plan only.
func (r *Resource) checkTrusted(plan *model, diags *diag.Diagnostics) {
	if plan.ClientID.IsUnknown() || plan.Callbacks.IsUnknown() {
		return
	}
	if untrusted := r.Callbacks.Plan(plan.ClientID.ValueString(), tf.Strings(plan.Callbacks)); len(untrusted) > 0 {
		diags.AddAttributeError(path.Root("callbacks"), "Callback host is not trusted",
			fmt.Sprintf("Redirect protection of %s is off, and Auth0 would redirect failed logins to these callbacks, whose "+
				"hosts are not in the trusted_callback_hosts of its auth0access_redirect_protection: %s. Remove the callbacks, "+
				"or add their hosts to the set, or set enabled = true.",
				plan.title(), auth0.Printable(strings.Join(untrusted, ", "))))
	}
}
