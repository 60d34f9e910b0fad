package functions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// textFunction is a function from strings to a string.
type textFunction struct {
	name       string
	definition function.Definition // all but its Return
	run        func(arguments []types.String) (types.String, *function.FuncError)
}

var _ function.Function = textFunction{}

// Metadata names the function.
func (f textFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = f.name
}

// Definition describes the function.
func (f textFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = f.definition
	resp.Definition.Return = function.StringReturn{}
}

// Run calls the function.
func (f textFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	arguments := make([]types.String, len(f.definition.Parameters))
	for i := range arguments {
		resp.Error = function.ConcatFuncErrors(resp.Error, req.Arguments.GetArgument(ctx, i, &arguments[i]))
	}
	if resp.Error != nil {
		return
	}
	result, err := f.run(arguments)
	if err != nil {
		resp.Error = err
		return
	}
	resp.Error = resp.Result.Set(ctx, result)
}

// parameter returns a parameter. optional is whether null stands for an argument that is left out.
func parameter(name, description string, optional bool) function.Parameter {
	return function.StringParameter{Name: name, MarkdownDescription: description, AllowNullValue: optional}
}
