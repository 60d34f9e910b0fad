package redirectprotection

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// checkHosts refuses trusted hosts that no callback could have.
func checkHosts(hosts []string, diags *diag.Diagnostics) {
	for _, host := range hosts {
		if problem := tf.HostProblem(host); problem != "" {
			diags.AddAttributeError(path.Root("trusted_callback_hosts"), "Not the name of a host",
				fmt.Sprintf("%q %s. Write the host alone, such as app.example.com, as it stands in the callback URL without "+
					"scheme, port and path; for a callback with a scheme of its own, such as com.example.app://done, write the "+
					"scheme: com.example.app.", host, problem))
		}
	}
}

// checkApplication refuses applications that have no redirection policy.
func checkApplication(app *auth0.Application, diags *diag.Diagnostics) {
	switch {
	case !app.IsThirdParty():
		diags.AddAttributeError(path.Root("client_id"), "Application is not third-party",
			fmt.Sprintf("%q (%s) is a first-party application. Auth0 acts on redirect protection for third-party applications "+
				"in strict mode only; the setting would have no effect here. Use the client_id of a strict third-party "+
				"application.", app.Name, app.ClientID))
	case !app.IsStrict():
		diags.AddAttributeError(path.Root("client_id"), "Application is not in strict mode",
			fmt.Sprintf("%q (%s) is a permissive third-party application. Auth0 acts on redirect protection in strict mode "+
				"only; the setting would have no effect here, and errors redirect to the callback URLs. The mode is fixed when "+
				"an application is created: to protect this one, replace it by a strict one.", app.Name, app.ClientID))
	}
}

// checkCallbacks refuses to leave protection off while the application has a callback whose host is not trusted.
func checkCallbacks(plan *model, callbacks []string, diags *diag.Diagnostics) {
	hosts, given := plan.trustedHosts()
	if !given {
		return
	}
	if found := tf.Untrusted(callbacks, hosts); len(found) > 0 {
		diags.AddAttributeError(path.Root("trusted_callback_hosts"), "Callback host is not trusted",
			fmt.Sprintf("With enabled = false, Auth0 would redirect failed logins of application %s to these callbacks, whose "+
				"hosts are not in trusted_callback_hosts: %s. Add their hosts to the set, or set enabled = true, or remove the "+
				"callbacks from the application. If this configuration removes them, write client_id as a reference to the "+
				"application's resource, which is planned first then.",
				plan.ClientID.ValueString(), auth0.Printable(strings.Join(found, ", "))))
	}
}

// warnExposed says what an application without protection exposes: on every plan while any callback will do, and where
// the hosts are pinned only on the plan that turns protection off.
func warnExposed(plan, state *model, diags *diag.Diagnostics) {
	if !plan.exposes() {
		return
	}
	const summary = "Failed logins redirect to callback URLs"
	switch alreadyOff := state != nil && state.exposes(); {
	case plan.TrustedCallbackHosts.IsNull():
		diags.AddAttributeWarning(path.Root("enabled"), summary,
			"Without redirect protection, a link to your tenant's own domain can be made to fail on purpose and then sends "+
				"whoever follows it, without login or consent, to a callback URL of this application; email templates can show "+
				"the callback's domain too. That lends your domain to phishing by whoever controls a callback, now or later. "+
				"Leave protection on unless you trust every callback, and name the hosts that you trust in "+
				"trusted_callback_hosts: a callback added on any other host then fails the plan.")
	case !alreadyOff:
		diags.AddAttributeWarning(path.Root("enabled"), summary,
			"Without redirect protection, a login that fails sends people on to a callback URL of this application. "+
				"Plans fail once a callback is outside trusted_callback_hosts.")
	}
}
