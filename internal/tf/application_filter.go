package tf

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// ApplicationFilter is the arguments that narrow a list of applications. It is embedded in the model of whatever lists
// them, or lists something that each of them has.
type ApplicationFilter struct {
	AppType               types.String `tfsdk:"app_type"`
	NameRegex             types.String `tfsdk:"name_regex"`
	DynamicallyRegistered types.Bool   `tfsdk:"dynamically_registered"`
}

// ApplicationFilterAttributes is the schema of ApplicationFilter in a list resource, with further attributes.
func ApplicationFilterAttributes(more map[string]schema.Attribute) map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"app_type": schema.StringAttribute{
			MarkdownDescription: "Only applications of this type, such as `regular_web`, `spa`, `native` or `non_interactive`.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"name_regex": schema.StringAttribute{
			MarkdownDescription: "Only applications whose name contains a match of this [regular " +
				"expression](https://pkg.go.dev/regexp/syntax): `^Partner ` finds names that begin with it, `(?i)agent` names " +
				"that contain the word in any case.",
			Optional:   true,
			Validators: []validator.String{RegularExpression()},
		},
		"dynamically_registered": schema.BoolAttribute{
			MarkdownDescription: "`true` for applications that their owners registered (Dynamic Client Registration, client " +
				"ID metadata document), `false` for all others. Default both.",
			Optional: true,
		},
	}
	for name, attribute := range more {
		attributes[name] = attribute
	}
	return attributes
}

// SecurityModeFilterAttribute is the schema of a filter in a list resource for the mode of applications.
func SecurityModeFilterAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Only applications in this mode: `strict` or `permissive`.",
		Optional:            true,
		Validators: []validator.String{
			stringvalidator.OneOf(auth0.SecurityModeStrict, auth0.SecurityModePermissive),
		},
	}
}

// Matcher returns what tells whether the filter lets an application pass. The error is that of a bad regular
// expression, which validation has refused already.
func (f ApplicationFilter) Matcher() (func(*auth0.Application) bool, error) {
	name, err := regexp.Compile(f.NameRegex.ValueString())
	if err != nil {
		return nil, err
	}
	return func(app *auth0.Application) bool {
		return Admits(f.AppType, types.StringValue(app.AppType)) &&
			Admits(f.DynamicallyRegistered, types.BoolValue(app.IsDynamicallyRegistered())) &&
			name.MatchString(app.Name)
	}, nil
}

// RegularExpression is a validator that refuses what is not a regular expression.
func RegularExpression() validator.String { return regularExpression{} }

type regularExpression struct{}

func (regularExpression) Description(context.Context) string { return "must be a regular expression" }

func (v regularExpression) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (regularExpression) ValidateString(
	_ context.Context,
	req validator.StringRequest,
	resp *validator.StringResponse,
) {
	if _, err := regexp.Compile(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Not a regular expression",
			fmt.Sprintf("%q cannot be read: %v. Characters with a meaning of their own are taken literally after a backslash.",
				req.ConfigValue.ValueString(), err))
	}
}
