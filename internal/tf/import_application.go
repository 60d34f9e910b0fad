package tf

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// usualClientID matches the client ids that Auth0 makes: of strict applications, and of all others.
var usualClientID = regexp.MustCompile(`^(tpc_[A-Za-z0-9]{22}|[A-Za-z0-9]{32})$`)

// ImportApplication imports a resource that a client_id identifies. If the id is not of the form of those that Auth0
// makes, it may be a name: then one look tells, and the message has the client_id.
func ImportApplication(
	ctx context.Context,
	client *auth0.Client,
	req resource.ImportStateRequest,
	resp *resource.ImportStateResponse,
) {
	const form = "the client_id of an application, which begins with tpc_ in strict mode"
	id := ImportID(ctx, req, "client_id", form, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() && !usualClientID.MatchString(id) && client.IsAvailable() {
		checkClientID(ctx, client, id, form, &resp.Diagnostics)
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("client_id"), id)...)
	}
}

func checkClientID(ctx context.Context, client *auth0.Client, id, form string, diags *diag.Diagnostics) {
	if _, err := client.ReadApplication(ctx, id, auth0.FreshInApply); !auth0.IsNotFound(err) {
		return // the read that follows an import reports any other failure
	}
	var named []string
	if apps, err := client.ListThirdPartyApplications(ctx); err == nil {
		for _, app := range apps {
			if app.Name == id {
				named = append(named, app.ClientID)
			}
		}
	}
	if len(named) > 0 {
		diags.AddError("Import id is the name of an application",
			fmt.Sprintf("%q is a name, and names need not be unique. Import by the client_id:\n\n%s", id, Itemized(named)))
		return
	}
	diags.AddError("Import id not understood",
		fmt.Sprintf("The tenant %s has no application with the client_id %q, nor one of that name. Write "+
			"%s.", client.Domain(), id, form))
}
