package functions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/clientgrant"
)

var clientGrantImportID = textFunction{
	name: "client_grant_import_id",
	definition: function.Definition{
		Summary: "The import id of a client grant",
		MarkdownDescription: "Returns the id to import an `auth0access_client_grant`, made of its application, API and " +
			"subject type. It is an error if an argument cannot be part of the id.",
		Parameters: []function.Parameter{
			parameter("client_id", "Client id of the application.", false),
			parameter("audience", "Identifier of the API.", false),
			parameter("subject_type", "On whose behalf the grant is: `user` or `client`.", false),
		},
	},
	run: func(arguments []types.String) (types.String, *function.FuncError) {
		id, err := clientgrant.ImportID(arguments[0].ValueString(), arguments[1].ValueString(), arguments[2].ValueString())
		if err != nil {
			return types.StringNull(), function.NewFuncError("The id would not be understood: " + err.Error())
		}
		return types.StringValue(id), nil
	},
}

// parseClientGrantImportID takes apart what clientGrantImportID makes.
type parseClientGrantImportID struct{}

var grantKey = map[string]attr.Type{
	"client_id": types.StringType, "audience": types.StringType, "subject_type": types.StringType,
}

// Metadata names the function.
func (parseClientGrantImportID) Metadata(
	_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse,
) {
	resp.Name = "parse_client_grant_import_id"
}

// Definition describes the function.
func (parseClientGrantImportID) Definition(
	_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse,
) {
	resp.Definition = function.Definition{
		Summary: "The parts of a client grant's import id",
		MarkdownDescription: "Returns an object with the `client_id`, `audience` and `subject_type` in an import id of " +
			"`auth0access_client_grant`. It is an error if the text is no such id; ids that begin with `cgr_` have no parts.",
		Parameters: []function.Parameter{parameter("id", "The id: `client_id|audience|subject_type`.", false)},
		Return:     function.ObjectReturn{AttributeTypes: grantKey},
	}
}

// Run calls the function.
func (parseClientGrantImportID) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var id string
	if resp.Error = req.Arguments.Get(ctx, &id); resp.Error != nil {
		return
	}
	clientID, audience, subjectType, err := clientgrant.ParseImportID(id)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, "The import id is not understood: "+err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, types.ObjectValueMust(grantKey, map[string]attr.Value{
		"client_id":    types.StringValue(clientID),
		"audience":     types.StringValue(audience),
		"subject_type": types.StringValue(subjectType),
	}))
}
