package tf

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// ClientID returns the validators of an argument that takes the client id of an application. They refuse the URL of a
// client ID metadata document, by which the application logs in and the Management API does not know it.
func ClientID() []validator.String {
	return []validator.String{stringvalidator.LengthAtLeast(1), notURL{}}
}

type notURL struct{}

func (notURL) Description(context.Context) string { return "must not be a URL" }

func (v notURL) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (notURL) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if id := req.ConfigValue.ValueString(); strings.Contains(id, "://") {
		resp.Diagnostics.AddAttributeError(req.Path, "Not a client id",
			fmt.Sprintf("%q is a URL. An application logs in by the URL of its metadata document, but the Management API knows "+
				"it by an id of Auth0's own, which begins with tpc_. Write that id: the client_id of its "+
				"auth0access_cimd_application, or as the Dashboard shows it.", id))
	}
}
