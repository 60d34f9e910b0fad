package tf

import (
	"context"

	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// IDAttribute is the attribute id of a resource, which is the same as another of its attributes. In a model, the field
// of that one has the tag also:"id".
//
// Terraform shows the id in its progress lines. If a resource has none, Terraform shows the name, with the control
// characters that the owner of a registered application may have put into it.
func IDAttribute(sameAs string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "The same as `" + sameAs + "`.",
		Computed:            true,
		PlanModifiers:       []planmodifier.String{sameAsModifier{sameAs}},
	}
}

// DataIDAttribute is [IDAttribute] of a data source about one object.
func DataIDAttribute(sameAs string) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: "The same as `" + sameAs + "`.", Computed: true}
}

// TenantIDAttribute is the attribute id of a data source about many objects of the tenant.
func TenantIDAttribute() datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: "Domain of the tenant.", Computed: true}
}

// sameAsModifier plans another attribute's value: the planned one or, as long as that is not known, the one in the
// state. A state from before there was an id has none.
type sameAsModifier struct{ attribute string }

func (m sameAsModifier) Description(context.Context) string { return "the same as " + m.attribute }

func (m sameAsModifier) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (m sameAsModifier) PlanModifyString(
	ctx context.Context,
	req planmodifier.StringRequest,
	resp *planmodifier.StringResponse,
) {
	var planned, before types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root(m.attribute), &planned)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root(m.attribute), &before)...)
	}
	switch {
	case !planned.IsNull() && !planned.IsUnknown():
		resp.PlanValue = planned
	case before.ValueString() != "":
		resp.PlanValue = before
	}
}
