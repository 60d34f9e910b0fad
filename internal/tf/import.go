package tf

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ImportID returns the id that an import names, as text or as the attribute of an identity. An id that is blank is
// refused before any call; form says what it should be, such as "the connection's id, such as con_8fGx2kQpL0aZrT3v".
func ImportID(
	ctx context.Context,
	req resource.ImportStateRequest,
	attribute, form string,
	diags *diag.Diagnostics,
) string {
	id := req.ID
	if req.Identity != nil && !req.Identity.Raw.IsNull() {
		var value types.String
		diags.Append(req.Identity.GetAttribute(ctx, path.Root(attribute), &value)...)
		id = value.ValueString()
	}
	switch {
	case diags.HasError():
	case strings.TrimSpace(id) == "":
		diags.AddError("Import id not understood",
			fmt.Sprintf("The id of the import is empty; perhaps a variable that should hold it is not set. Write %s.", form))
	case strings.Trim(id, ".") == "": // which no URL can carry
		diags.AddError("Import id not understood",
			fmt.Sprintf("The id of the import, %q, consists of dots. Write %s.", id, form))
	case strings.TrimSpace(id) != id:
		diags.AddError("Import id not understood",
			fmt.Sprintf("The id of the import, %q, has white space around it. Write %s, without that.", id, form))
	}
	return id
}

// importByID imports by the attribute that identifies the resource; see [ImportID] for form.
func importByID(
	ctx context.Context,
	attribute, form string,
	req resource.ImportStateRequest,
	resp *resource.ImportStateResponse,
) {
	id := ImportID(ctx, req, attribute, form, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(attribute), id)...)
	}
}
