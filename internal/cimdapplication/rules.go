package cimdapplication

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/metadataurl"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// checkURL refuses URLs that no document may have.
func checkURL(documentAt types.String, diags *diag.Diagnostics) {
	if documentAt.IsUnknown() || documentAt.IsNull() {
		return
	}
	if what := metadataurl.Problem(documentAt.ValueString()); what != "" {
		diags.AddAttributeError(path.Root("metadata_url"), "URL that Auth0 will not accept",
			fmt.Sprintf("%q %s", documentAt.ValueString(), what))
	}
}

// checkHosts refuses texts that are no hosts.
func checkHosts(m *model, diags *diag.Diagnostics) {
	for _, host := range tf.Strings(m.AllowedCallbackHosts) {
		if what := tf.HostProblem(host); what != "" {
			diags.AddAttributeError(path.Root("allowed_callback_hosts"), "Not the name of a host",
				fmt.Sprintf("%q %s. Write the host alone, such as agent.example.com.", host, what))
		}
	}
}

// checkAlg refuses algorithms that strict applications do not have.
func checkAlg(alg string, diags *diag.Diagnostics) {
	if alg != "" && alg != "RS256" {
		diags.AddAttributeError(path.Root("jwt_configuration").AtName("alg"), "Strict mode signs with RS256",
			fmt.Sprintf("Auth0 signs tokens for applications with a document with RS256 alone, and refuses "+
				"jwt_configuration.alg = %q. Write RS256, or leave alg out.", alg))
	}
}

// unusable returns what keeps a document from being registered, nil if nothing does.
func unusable(m *model, offered *offer) *application.Problem {
	at, documentAt := path.Root("metadata_url"), auth0.Printable(m.MetadataURL.ValueString())
	switch {
	case offered.Failure != "":
		return &application.Problem{
			Path: at, Summary: "Document cannot be fetched",
			Detail: fmt.Sprintf("Auth0 cannot use what is at %s: %s. Correct the URL, ask the publisher, or try again "+
				"later.",
				documentAt, offered.Failure),
		}
	case len(offered.Violations) > 0:
		return &application.Problem{
			Path: at, Summary: "Document is not valid",
			Detail: fmt.Sprintf("Auth0 refuses the document at %s. Ask its publisher to correct it:\n\n%s",
				documentAt, tf.Itemized(offered.Violations)),
		}
	}
	return nil
}

// checkUsable refuses a document that cannot be registered.
func checkUsable(m *model, offered *offer, diags *diag.Diagnostics) {
	if problem := unusable(m, offered); problem != nil {
		diags.AddAttributeError(problem.Path, problem.Summary, problem.Detail)
	}
}

// warnUnusable is checkUsable for a document that nothing needs now.
func warnUnusable(m *model, offered *offer, diags *diag.Diagnostics) {
	if problem := unusable(m, offered); problem != nil {
		diags.AddAttributeWarning(problem.Path, problem.Summary,
			problem.Detail+"\n\nThe application stays as it was registered.")
	}
}

// warnOf passes on what Auth0 warns of.
func warnOf(m *model, offered *offer, diags *diag.Diagnostics) {
	if len(offered.Warnings) > 0 {
		diags.AddAttributeWarning(path.Root("metadata_url"), "Auth0 warns of the document",
			fmt.Sprintf("Of the document at %s, Auth0 says:\n\n%s",
				auth0.Printable(m.MetadataURL.ValueString()), tf.Itemized(offered.Warnings)))
	}
}

// addRegistered refuses to make an application that is there.
func addRegistered(m *model, clientID string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("metadata_url"), "Document is registered already",
		fmt.Sprintf("The application %s has the document %s. To manage it here, add this block with the address of this "+
			"resource:\n\n%s\n\nTerraform ignores the block if this resource has the application already and is tainted: run "+
			"terraform untaint or, to replace it, plan without -refresh=false. If the resource has create_before_destroy, "+
			"remove that instead: no two applications have one document.",
			clientID, auth0.Printable(m.MetadataURL.ValueString()),
			tf.ImportBlock("auth0access_cimd_application", m.MetadataURL.ValueString())))
}
