package clientgrant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// clientDefault plans the default of an argument that only grants of subject type client have: deny for a text, false
// for a bool.
type clientDefault struct{}

var (
	_ planmodifier.String = clientDefault{}
	_ planmodifier.Bool   = clientDefault{}
)

func (clientDefault) Description(context.Context) string {
	return "Defaults to deny or false for clients."
}

func (m clientDefault) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (clientDefault) PlanModifyString(
	ctx context.Context,
	req planmodifier.StringRequest,
	resp *planmodifier.StringResponse,
) {
	if req.ConfigValue.IsNull() {
		resp.PlanValue = forClients(ctx, req.Config, &resp.Diagnostics,
			types.StringValue(auth0.OrganizationsDeny), types.StringUnknown(), types.StringNull())
	}
}

func (clientDefault) PlanModifyBool(
	ctx context.Context,
	req planmodifier.BoolRequest,
	resp *planmodifier.BoolResponse,
) {
	if req.ConfigValue.IsNull() {
		resp.PlanValue = forClients(
			ctx,
			req.Config,
			&resp.Diagnostics,
			types.BoolValue(false),
			types.BoolUnknown(),
			types.BoolNull(),
		)
	}
}

// forClients returns value for a grant of subject type client, unknown if the type is not known yet, and null for
// others.
func forClients[T any](ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics, value, unknown, null T) T {
	var subjectType types.String
	diags.Append(config.GetAttribute(ctx, path.Root("subject_type"), &subjectType)...)
	switch {
	case subjectType.IsUnknown():
		return unknown
	case subjectType.ValueString() == auth0.SubjectTypeClient:
		return value
	default:
		return null
	}
}
