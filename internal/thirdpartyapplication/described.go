package thirdpartyapplication

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// An application may be described by a Client ID Metadata Document (CIMD) that its publisher keeps at a URL. What the
// document says is the publisher's: Auth0 lets the tenant change the rest only. It is auth0access_cimd_application that
// manages such applications. One that came into the state before there was that, or that was moved from auth0_client,
// stays here.

// refuseDescribed refuses to import an application that a document describes.
func refuseDescribed(app *auth0.Application, diags *diag.Diagnostics) {
	if !app.IsThirdParty() || !app.IsDescribedByDocument() {
		return
	}
	diags.AddAttributeError(path.Root("client_id"), "Application is described by a document",
		fmt.Sprintf("%q (%s) was registered from the client ID metadata document %s, which decides on most of its "+
			"arguments. auth0access_cimd_application manages such applications. Write a resource of that type, and import it "+
			"instead:\n\n%s",
			app.Name, app.ClientID, auth0.Printable(app.ExternalClientID),
			tf.ImportBlock("auth0access_cimd_application", app.ClientID)))
}

// documentKey is where the private state keeps the URL of the document.
const documentKey = "document"

// noteDocument keeps in the private state that a document describes the application, and says so when it is first seen.
func noteDocument(
	ctx context.Context,
	app *auth0.Application,
	before tf.PrivateReader,
	after tf.PrivateWriter,
	diags *diag.Diagnostics,
) {
	if !app.IsDescribedByDocument() || documentIn(ctx, before) != "" {
		return
	}
	url := app.ExternalClientID
	if url == "" {
		url = "a URL that Auth0 does not show"
	}
	encoded, _ := json.Marshal(url) //nolint:errchkjson // a text always has a JSON form
	diags.Append(after.SetKey(ctx, documentKey, encoded)...)
	diags.AddAttributeWarning(path.Root("client_id"), "Application is described by a document",
		fmt.Sprintf("%q (%s) has a Client ID Metadata Document, at %s. Its publisher decides on name, callbacks, logo_uri "+
			"and how it authenticates: write these as they are. Plans refuse other values, and show it when the document "+
			"changes them. auth0access_cimd_application asks for the document itself: to change over, take this resource out "+
			"of the state (terraform state rm) and import that one.",
			app.Name, app.ClientID, auth0.Printable(url)))
}

// documentIn returns the URL of the document in the private state, empty for an application without one.
func documentIn(ctx context.Context, private tf.PrivateReader) string {
	var url string
	encoded, diags := private.GetKey(ctx, documentKey)
	if diags.HasError() || json.Unmarshal(encoded, &url) != nil {
		return ""
	}
	return url
}

// checkDocument refuses a plan to change what the document of an application says.
//
// Assumption: document-members: which members are the document's, and that grants and types beyond these are refused.
func checkDocument(document string, plan, state *model, diags *diag.Diagnostics) {
	if document == "" || state == nil {
		return
	}
	for _, member := range []struct {
		name          string
		planned, says attr.Value
	}{
		{"name", plan.Name, state.Name},
		{"callbacks", plan.Callbacks, state.Callbacks},
		{"logo_uri", plan.LogoURI, state.LogoURI},
		{"token_endpoint_auth_method", plan.TokenEndpointAuthMethod, state.TokenEndpointAuthMethod},
		{"client_authentication_methods", plan.ClientAuthenticationMethods, state.ClientAuthenticationMethods},
	} {
		if member.planned.IsUnknown() || member.planned.Equal(member.says) {
			continue
		}
		diags.AddAttributeError(path.Root(member.name), "Argument belongs to the application's document",
			fmt.Sprintf(
				"%s would become %s. It is %s because the Client ID Metadata Document of %s says so, at %s, and Auth0 "+
					"takes no other value. Write it as it is, or have the document's publisher change it.",
				member.name,
				auth0.Printable(member.planned.String()),
				auth0.Printable(member.says.String()),
				state.ClientID.ValueString(),
				auth0.Printable(document),
			))
	}
	if slices.Contains(tf.Strings(plan.GrantTypes), "client_credentials") {
		diags.AddAttributeError(path.Root("grant_types"), "Grant type is not for applications with a document",
			fmt.Sprintf("grant_types has %q. Auth0 gives no tokens of their own to applications that a Client ID Metadata "+
				"Document describes. Write %s.",
				"client_credentials", strings.Join([]string{"authorization_code", "refresh_token"}, " and ")))
	}
}
