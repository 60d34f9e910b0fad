package clientgrant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// denyForClients plans the default of organization_usage, which only grants of subject type client have.
type denyForClients struct{}

func (denyForClients) Description(context.Context) string { return "Defaults to deny for clients." }

func (m denyForClients) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (denyForClients) PlanModifyString(ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if !req.ConfigValue.IsNull() {
		return
	}
	var subjectType types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("subject_type"), &subjectType)...)
	switch {
	case subjectType.IsUnknown():
		resp.PlanValue = types.StringUnknown()
	case subjectType.ValueString() == auth0.SubjectTypeClient:
		resp.PlanValue = types.StringValue(auth0.OrganizationsDeny)
	default:
		resp.PlanValue = types.StringNull()
	}
}

// falseForClients plans the default of allow_any_organization, which only grants of subject type client have.
type falseForClients struct{}

func (falseForClients) Description(context.Context) string { return "Defaults to false for clients." }

func (m falseForClients) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (falseForClients) PlanModifyBool(ctx context.Context, req planmodifier.BoolRequest, resp *planmodifier.BoolResponse) {
	if !req.ConfigValue.IsNull() {
		return
	}
	var subjectType types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("subject_type"), &subjectType)...)
	switch {
	case subjectType.IsUnknown():
		resp.PlanValue = types.BoolUnknown()
	case subjectType.ValueString() == auth0.SubjectTypeClient:
		resp.PlanValue = types.BoolValue(false)
	default:
		resp.PlanValue = types.BoolNull()
	}
}
