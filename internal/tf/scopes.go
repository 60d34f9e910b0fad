package tf

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// GrantedScopes is the pair of arguments that says how much of an API is granted: a list of its scopes, or all of them.
// It is embedded in the model of whatever grants scopes; [ScopesAttribute] and [AllScopesAttribute] are its schema.
type GrantedScopes struct {
	Scopes    types.Set  `tfsdk:"scopes"`
	AllScopes types.Bool `tfsdk:"all_scopes"`
}

// ScopesAttribute is the schema of GrantedScopes.Scopes. It refuses configuration that does not say which of the two
// arguments counts.
func ScopesAttribute() schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: "Scopes of the API that are granted, each of 1 to 280 characters and defined on the API. An " +
			"empty set grants access to the API without any scope. Either `scopes` or `all_scopes` is required.",
		CustomType: StringSets,
		Optional:   true,
		Validators: []validator.Set{
			NoNulls(),
			setvalidator.ValueStringsAre(stringvalidator.LengthBetween(1, 280)),
			oneOfScopesAndAllScopes{},
		},
	}
}

// AllScopesAttribute is the schema of GrantedScopes.AllScopes.
func AllScopesAttribute() schema.BoolAttribute {
	return schema.BoolAttribute{
		MarkdownDescription: "`true` grants every scope of the API, including those defined later. Instead of `scopes`. " +
			"Default `false`.",
		Optional: true,
		Computed: true,
		Default:  booldefault.StaticBool(false),
	}
}

// Changes returns the members of a request that turn what was granted before into what is granted now. With the zero
// value before, they are those of a new grant. Both are left out where nothing changes.
func (s GrantedScopes) Changes(before GrantedScopes) (scope auth0.Field[[]string], allScopes auth0.Field[bool]) {
	all, allBefore := s.AllScopes.ValueBool(), before.AllScopes.ValueBool()
	if all != allBefore {
		allScopes = auth0.Set(all)
	}
	if !all && (allBefore || !Same(s.Scopes, before.Scopes)) {
		scope = auth0.Set(Strings(s.Scopes))
	}
	return scope, allScopes
}

// Fingerprint stands for what is granted.
func (s GrantedScopes) Fingerprint() string {
	return Fingerprint(s.AllScopes.ValueBool(), strings.Join(Strings(s.Scopes), "\n"))
}

// GrantedBy returns what the grant permits.
func GrantedBy(grant *auth0.ClientGrant) GrantedScopes {
	if grant.AllowAllScopes {
		return GrantedScopes{Scopes: types.SetNull(types.StringType), AllScopes: types.BoolValue(true)}
	}
	return GrantedScopes{Scopes: StringSet(grant.Scope), AllScopes: types.BoolValue(false)}
}

// CheckOneCounts refuses a plan in which both arguments grant something, or neither does. The configuration cannot say
// so, but ignore_changes, which keeps one of them as the state has it, makes such a plan. at is if the arguments are.
func (s GrantedScopes) CheckOneCounts(at func(argument string) path.Path, diags *diag.Diagnostics) {
	if s.Scopes.IsUnknown() || s.AllScopes.IsUnknown() {
		return
	}
	given, all := !s.Scopes.IsNull(), s.AllScopes.ValueBool()
	if given != all {
		return
	}
	what := "grants neither a list of scopes nor all of them"
	if given {
		what = "grants all scopes and a list of them at once"
	}
	diags.AddAttributeError(at("scopes"), "One of two arguments is ignored",
		fmt.Sprintf("With what ignore_changes keeps, the plan %s, and Auth0 could not tell which counts. scopes and "+
			"all_scopes take each other's place: name both in ignore_changes, or neither.", what))
}

// AuthorizationDetailsTypesAttribute is the schema of the types of Rich Authorization Requests that a grant for user
// access permits.
func AuthorizationDetailsTypesAttribute() schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: "Types of `authorization_details` (Rich Authorization Requests) that may be requested, each " +
			"of 1 to 255 characters. Default none.",
		CustomType:    StringSets,
		Optional:      true,
		Computed:      true,
		PlanModifiers: []planmodifier.Set{NoStrings()},
		Validators:    []validator.Set{NoNulls(), setvalidator.ValueStringsAre(stringvalidator.LengthBetween(1, 255))},
	}
}

// ChangedStrings returns the member of a request that turns the set before into the set now, and leaves it out where
// both hold the same. An empty set and none at all are the same; clearing sends an empty list.
func ChangedStrings(before, now types.Set) auth0.Field[[]string] {
	wanted := append([]string{}, Strings(now)...)
	if slices.Equal(wanted, Strings(before)) {
		return auth0.Field[[]string]{}
	}
	return auth0.Set(wanted)
}

// oneOfScopesAndAllScopes checks that exactly one of the two arguments grants something. It is attached to scopes and
// looks at its sibling, so that it works at the root of a resource as well as in a nested attribute.
type oneOfScopesAndAllScopes struct{}

func (oneOfScopesAndAllScopes) Description(context.Context) string {
	return "one of scopes and all_scopes = true must be given"
}

func (v oneOfScopesAndAllScopes) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

func (oneOfScopesAndAllScopes) ValidateSet(ctx context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	sibling := req.Path.ParentPath().AtName("all_scopes")
	var all types.Bool
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, sibling, &all)...)
	if resp.Diagnostics.HasError() || req.ConfigValue.IsUnknown() || all.IsUnknown() {
		return
	}
	if what := ScopesProblem(!req.ConfigValue.IsNull(), all); what != nil {
		resp.Diagnostics.AddAttributeError(req.Path.ParentPath().AtName(what.Argument), what.summary, what.Detail)
	}
}

// Problem is what is wrong with an argument, and what to write instead.
type Problem struct {
	Argument, Detail string
	summary          string
}

// ScopesProblem says why scopes and all_scopes do not tell how much is granted, nil if they do. areGiven is whether
// scopes has a value.
func ScopesProblem(areGiven bool, all types.Bool) *Problem {
	switch {
	case areGiven && all.ValueBool():
		return &Problem{
			Argument: "all_scopes",
			summary:  "Scopes given together with all_scopes",
			Detail: "all_scopes = true makes Auth0 grant every scope of the API, so the list in scopes would have no " +
				"effect. Remove scopes to grant them all, or remove all_scopes to grant only those listed.",
		}
	case !areGiven && all.IsNull():
		return &Problem{
			Argument: "scopes",
			summary:  "Neither scopes nor all_scopes given",
			Detail: "Auth0 would not know how much of the API to grant. List the scopes in scopes (scopes = [] grants " +
				"access without any scope), or write all_scopes = true for every scope, those defined later included.",
		}
	case !areGiven && !all.ValueBool():
		return &Problem{
			Argument: "all_scopes",
			summary:  "No scopes given with all_scopes = false",
			Detail: "all_scopes = false says which scopes are not all granted, but not which are. List them in scopes " +
				"(scopes = [] grants access without any scope), or write all_scopes = true.",
		}
	}
	return nil
}
