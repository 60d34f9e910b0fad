package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/boundary"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// The modes of the boundary.
const (
	boundaryModeError   = "error"
	boundaryModeWarning = "warning"
)

func accessBoundaryAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "The most that grants and default permissions may give to third-party applications. It limits " +
			"the plans of all resources, in every module. Only the root module can set it: modules cannot change the provider " +
			"that they are given. `user_access = \"allow_all\"` of `auth0access_api_access_policy` counts as all scopes of " +
			"the API; policies that no resource declares, and rate limits, are not checked. Default: no boundary.",
		Optional: true,
		Attributes: map[string]schema.Attribute{
			"apis": schema.MapAttribute{
				MarkdownDescription: "The scopes that may be given, by the identifier of the API: `{ " +
					"\"https://orders.example.com/\" = [\"read:orders\"] }`. `[\"*\"]` stands for all scopes of the API, and alone " +
					"allows `all_scopes`; `[]` allows access without any scope. Nothing may be given for an API that is not in the " +
					"map.",
				Required:    true,
				ElementType: tf.StringSets,
				Validators:  []validator.Map{tf.NoNulls(), mapvalidator.ValueSetsAre(tf.NoNulls()), boundaryAPIs{}},
			},
			"mode": schema.StringAttribute{
				MarkdownDescription: "What happens to a plan that gives more: `error` (default), or `warning`, to see what the " +
					"boundary would refuse.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf(boundaryModeError, boundaryModeWarning)},
			},
		},
	}
}

// boundaryOf returns what the argument says, as far as it is known. While the mode is not known, what is beyond gets a
// warning.
func boundaryOf(argument types.Object) boundary.Boundary {
	if argument.IsNull() {
		return boundary.Boundary{}
	}
	mode := tf.StringIn(argument, "mode")
	apis, _ := argument.Attributes()["apis"].(types.Map)
	limits := boundary.Boundary{
		IsSet:     true,
		IsUnknown: argument.IsUnknown() || apis.IsUnknown(),
		Warns:     mode.IsUnknown() || mode.ValueString() == boundaryModeWarning,
		APIs:      map[string]boundary.Limit{},
	}
	for audience, element := range apis.Elements() {
		scopes, _ := element.(tf.SetValue)
		limits.APIs[audience] = boundary.Limit{
			Scopes:    tf.Strings(scopes.Set),
			IsUnknown: scopes.IsUnknown() || slices.ContainsFunc(scopes.Elements(), attr.Value.IsUnknown),
		}
	}
	return limits
}

// boundaryAPIs refuses audiences and scopes that there cannot be: one that is misspelt would refuse what is meant to be
// allowed.
type boundaryAPIs struct{}

// Description says what the validator wants.
func (boundaryAPIs) Description(context.Context) string { return "must hold audiences and scopes" }

// MarkdownDescription is the same.
func (v boundaryAPIs) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateMap looks at what is known.
func (boundaryAPIs) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	elements := req.ConfigValue.Elements()
	for _, audience := range slices.Sorted(maps.Keys(elements)) {
		at := req.Path.AtMapKey(audience)
		if what := boundary.AudienceProblem(audience); what != "" {
			resp.Diagnostics.AddAttributeError(at, "Boundary names no API", fmt.Sprintf("%q %s", audience, what))
			continue
		}
		scopes, _ := elements[audience].(tf.SetValue)
		if what := boundary.Problem(tf.Strings(scopes.Set)); what != "" {
			resp.Diagnostics.AddAttributeError(at, "Boundary names no scope", fmt.Sprintf("The API %q %s", audience, what))
		}
	}
}
