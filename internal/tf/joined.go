package tf

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// JoinedID is the id of a resource that two attributes identify: both, with a slash between them.
func JoinedID(first, second string) string { return first + "/" + second }

// JoinedIDAttribute is the attribute id of a resource that the two attributes identify; see [JoinedID].
func JoinedIDAttribute(first, second string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("`%s` and `%s`, separated by a slash.", first, second),
		Computed:            true,
		PlanModifiers:       []planmodifier.String{joinedModifier{first, second}},
	}
}

// joinedModifier plans the id as soon as both attributes are known.
type joinedModifier struct{ first, second string }

func (m joinedModifier) Description(context.Context) string { return m.first + "/" + m.second }

func (m joinedModifier) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (m joinedModifier) PlanModifyString(
	ctx context.Context,
	req planmodifier.StringRequest,
	resp *planmodifier.StringResponse,
) {
	var first, second types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root(m.first), &first)...)
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root(m.second), &second)...)
	if !first.IsUnknown() && !second.IsUnknown() {
		resp.PlanValue = types.StringValue(JoinedID(first.ValueString(), second.ValueString()))
	}
}

// ImportJoined returns the two parts of the id that an import names, or the two attributes of an identity; see
// [ImportID]. The first part has no slash.
func ImportJoined(
	ctx context.Context,
	req resource.ImportStateRequest,
	first, second, form string,
	diags *diag.Diagnostics,
) (firstPart, secondPart string) {
	if req.Identity != nil && !req.Identity.Raw.IsNull() {
		return ImportID(ctx, req, first, form, diags), ImportID(ctx, req, second, form, diags)
	}
	id := ImportID(ctx, req, first, form, diags)
	firstPart, secondPart, _ = strings.Cut(id, "/")
	if !diags.HasError() && (firstPart == "" || secondPart == "") {
		diags.AddError("Import id not understood", fmt.Sprintf("%q does not have two parts. Write %s.", id, form))
	}
	return firstPart, secondPart
}

// MoveJoined is [MoveFrom] for a type of the official provider that the same two attributes identify.
func MoveJoined(typeName, first, second string) []resource.StateMover {
	return MoveFrom(typeName,
		func(ctx context.Context, source *map[string]any, resp *resource.MoveStateResponse) {
			firstPart, _ := (*source)[first].(string)
			secondPart, _ := (*source)[second].(string)
			for name, value := range map[string]string{
				"id": JoinedID(firstPart, secondPart), first: firstPart, second: secondPart,
			} {
				resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root(name), value)...)
			}
		})
}
