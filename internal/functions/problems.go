package functions

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/metadataurl"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/thirdpartyapplication"
)

// problemOf returns what is wrong with a value as a sentence, and null if nothing is.
func problemOf(value types.String, problem func(string) string) types.String {
	if value.IsNull() {
		return types.StringNull()
	}
	what := problem(value.ValueString())
	if what == "" {
		return types.StringNull()
	}
	return types.StringValue(fmt.Sprintf("%q %s", value.ValueString(), what))
}

var callbackURLProblem = textFunction{
	name: "callback_url_problem",
	definition: function.Definition{
		Summary: "Why Auth0 would refuse a callback URL",
		MarkdownDescription: "Returns why the plan of `auth0access_third_party_application` would refuse a callback URL, " +
			"as a sentence that quotes the URL and says what to write instead. Returns null for a good URL, and for null.",
		Parameters: []function.Parameter{
			parameter("url", "The callback URL.", true),
			parameter("security_mode", "The security mode of the application: `strict` or `permissive`. Null stands for "+
				"`strict`, as it does in the resource.", true),
		},
	},
	run: func(arguments []types.String) (types.String, *function.FuncError) {
		mode := auth0.SecurityModeStrict
		if !arguments[1].IsNull() {
			mode = arguments[1].ValueString()
		}
		if mode != auth0.SecurityModeStrict && mode != auth0.SecurityModePermissive {
			return types.StringNull(), function.NewArgumentFuncError(1, fmt.Sprintf("There is no security mode %q; write %q or "+
				"%q", mode, auth0.SecurityModeStrict, auth0.SecurityModePermissive))
		}
		return problemOf(arguments[0], func(url string) string {
			return thirdpartyapplication.CallbackProblem(url, mode)
		}), nil
	},
}

var metadataURLProblem = textFunction{
	name: "metadata_url_problem",
	definition: function.Definition{
		Summary: "Why Auth0 would refuse the URL of a client ID metadata document",
		MarkdownDescription: "Returns why Auth0 would refuse the URL of a client ID metadata document (CIMD), as a " +
			"sentence that quotes the URL and says what to write instead. Returns null for a good URL, and for null. The " +
			"document itself is not fetched.",
		Parameters: []function.Parameter{parameter("url", "The URL of the document.", true)},
	},
	run: func(arguments []types.String) (types.String, *function.FuncError) {
		return problemOf(arguments[0], metadataurl.Problem), nil
	},
}

// plainKey is a key that can be typed in an address without care.
var plainKey = regexp.MustCompile(`^[0-9A-Za-z_-]+$`)

var keyProblem = textFunction{
	name: "key_problem",
	definition: function.Definition{
		Summary: "Why a map key is bad in resource addresses",
		MarkdownDescription: "Returns why a key should not be used in `for_each`, and so in resource addresses, as a " +
			"sentence that quotes the key and says what to write instead. Returns null for a good key, and for null.",
		Parameters: []function.Parameter{parameter("key", "The key.", true)},
	},
	run: func(arguments []types.String) (types.String, *function.FuncError) {
		return problemOf(arguments[0], func(key string) string {
			if plainKey.MatchString(key) {
				return ""
			}
			return "becomes part of resource addresses, which people type. Write it in letters, digits, _ and -."
		}), nil
	},
}

// scopesProblem is the rule of the arguments scopes and all_scopes.
type scopesProblem struct{}

// Metadata names the function.
func (scopesProblem) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "scopes_problem"
}

// Definition describes the function.
func (scopesProblem) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Why scopes and all_scopes are refused together",
		MarkdownDescription: "Returns why a grant or default permissions with these two arguments would be refused: both " +
			"grant something, or neither does. Returns null for a good pair.",
		Parameters: []function.Parameter{
			function.SetParameter{
				Name: "scopes", MarkdownDescription: "The scopes, or null.", ElementType: types.StringType, AllowNullValue: true,
			},
			function.BoolParameter{
				Name: "all_scopes", MarkdownDescription: "Whether all scopes are granted, or null.", AllowNullValue: true,
			},
		},
		Return: function.StringReturn{},
	}
}

// Run calls the function.
func (scopesProblem) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var scopes types.Set
	var all types.Bool
	if resp.Error = req.Arguments.Get(ctx, &scopes, &all); resp.Error != nil {
		return
	}
	result := types.StringNull()
	if problem := tf.ScopesProblem(!scopes.IsNull(), all); problem != nil {
		result = types.StringValue(problem.Detail)
	}
	resp.Error = resp.Result.Set(ctx, result)
}
