package tokencheck

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// What the descriptions of the data source and of the ephemeral resource share.
const (
	aboutAudience = "Identifier of the API that the token is for, exactly as it is defined."
	aboutScopes   = "Scopes to request. Default: all that the application has. If the application lacks one, the token " +
		"is refused."
	aboutOrganization = "Id of the organization that the token is for."
	aboutGranted      = "Whether the token was issued. Unknown in runs that only read, because they request none."
	aboutGiven        = "Scopes of the token; empty if there is none."
	aboutError        = "OAuth error code of the refusal, such as `access_denied`, `unauthorized_client` or " +
		"`invalid_request`. Null if the token was issued."
	aboutDescription = "The tenant's description of the refusal. Null if the token was issued, or if there is no " +
		"description."
)

// question describes the token to request.
type question struct {
	ClientID        types.String `tfsdk:"client_id"`
	Audience        types.String `tfsdk:"audience"`
	RequestedScopes types.Set    `tfsdk:"requested_scopes"`
	OrganizationID  types.String `tfsdk:"organization_id"`
}

// answer is the tenant's answer.
type answer struct {
	Granted          types.Bool   `tfsdk:"granted"`
	Scopes           types.Set    `tfsdk:"scopes"`
	Error            types.String `tfsdk:"error"`
	ErrorDescription types.String `tfsdk:"error_description"`
}

func (q question) request() auth0.TokenRequest {
	return auth0.TokenRequest{
		ClientID:     q.ClientID.ValueString(),
		Audience:     q.Audience.ValueString(),
		Scopes:       tf.Strings(q.RequestedScopes),
		Organization: q.OrganizationID.ValueString(),
	}
}

func answerOf(given auth0.TokenAnswer) answer {
	return answer{
		Granted:          types.BoolValue(given.IsGranted),
		Scopes:           tf.StringSet(given.Scopes),
		Error:            tf.StringOrNull(given.Code),
		ErrorDescription: tf.StringOrNull(given.Description),
	}
}

// readApplication returns the application if it is third-party, and otherwise nil with an error.
func readApplication(
	ctx context.Context, client *auth0.Client, clientID string, diags *diag.Diagnostics,
) *auth0.Application {
	at := path.Root("client_id")
	app, err := client.ReadApplication(ctx, clientID, auth0.FreshInApply)
	switch {
	case auth0.IsNotFound(err):
		diags.AddAttributeError(at, "Application not found",
			tf.NoApplication(client, clientID))
	case err != nil:
		tf.AddAPIError(diags, "Could not read the application", err)
	case !app.IsThirdParty():
		diags.AddAttributeError(at, "Application is not third-party",
			fmt.Sprintf("%q (%s) is a first-party application. This provider requests tokens for third-party applications "+
				"only. Write the client_id of one.", app.Name, app.ClientID))
	default:
		return app
	}
	return nil
}

// ask requests the token.
func ask(ctx context.Context, client *auth0.Client, r auth0.TokenRequest, diags *diag.Diagnostics) answer {
	given, err := client.CheckToken(ctx, r)
	var unusable *auth0.ConfigError
	switch {
	case errors.As(err, &unusable) && r.PrivateKey != "":
		diags.AddAttributeError(path.Root("private_key"), "Private key cannot be used",
			fmt.Sprintf("private_key %s.", unusable.Problem))
	case err != nil:
		tf.AddAPIError(diags, "Could not request a token", err)
	}
	return answerOf(given)
}
