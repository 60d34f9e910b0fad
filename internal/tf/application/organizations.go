package application

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Organizations are the arguments about organizations that users log in to.
type Organizations struct {
	Usage           types.String `tfsdk:"organization_usage"`
	RequireBehavior types.String `tfsdk:"organization_require_behavior"`
	Discovery       types.Set    `tfsdk:"organization_discovery_methods"`
}

// organizationAttributes are the schema of [Organizations].
func organizationAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"organization_usage": organizationAttribute("Whether users log in with an organization: `deny`, `allow` or "+
			"`require`.", auth0.OrganizationsDeny, auth0.OrganizationsAllow, auth0.OrganizationsRequire),
		"organization_require_behavior": organizationAttribute("How users select an organization if `organization_usage` "+
			"is `require`: `no_prompt`, `pre_login_prompt` or `post_login_prompt`.",
			"no_prompt", "pre_login_prompt", "post_login_prompt"),
		"organization_discovery_methods": schema.SetAttribute{
			MarkdownDescription: "How Auth0 finds the organization of a user before login: `email`, `organization_name`. If " +
				"left out, it stays as it is. Some tenants refuse it with 403.",
			CustomType: tf.StringSets,
			Optional:   true,
			Computed:   true,
			Validators: []validator.Set{
				tf.NoNulls(),
				setvalidator.SizeAtLeast(1),
				setvalidator.ValueStringsAre(stringvalidator.OneOf("email", "organization_name")),
			},
			PlanModifiers: []planmodifier.Set{setplanmodifier.UseStateForUnknown()},
		},
	}
}

func organizationAttribute(description string, values ...string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + " If left out, it stays as it is. Some tenants refuse it with 403.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{stringvalidator.OneOf(values...)},
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// shownOrganizations returns the arguments as the API shows them.
func shownOrganizations(app *auth0.Application) Organizations {
	discovery := types.SetNull(types.StringType)
	if len(app.OrganizationDiscovery) > 0 {
		discovery = tf.StringSet(app.OrganizationDiscovery)
	}
	return Organizations{
		Usage:           tf.StringOrNull(app.OrganizationUsage),
		RequireBehavior: tf.StringOrNull(app.OrganizationRequireBehavior),
		Discovery:       discovery,
	}
}

// Given returns the paths of those arguments that a configuration gives and that are about logins of users.
func (o *Organizations) Given() (paths []path.Path) {
	for name, value := range map[string]attr.Value{
		"organization_usage": o.Usage, "organization_require_behavior": o.RequireBehavior,
		"organization_discovery_methods": o.Discovery,
	} {
		if !value.IsNull() && !value.IsUnknown() {
			paths = append(paths, path.Root(name))
		}
	}
	return paths
}

// Explained returns the error of a failed write of an application. Some tenants take no settings about organizations.
//
// Assumption: organization-arguments: a tenant may refuse them on every third-party application, with a 403.
func Explained(err error, fields auth0.ApplicationFields) error {
	_, usage := fields.OrganizationUsage.Value()
	_, behavior := fields.OrganizationRequireBehavior.Value()
	_, discovery := fields.OrganizationDiscovery.Value()
	if !auth0.IsMissingFeature(err) || !usage && !behavior && !discovery {
		return err
	}
	return fmt.Errorf("%w.\n\nNot every tenant takes organization_usage, organization_require_behavior and "+
		"organization_discovery_methods on third-party applications. Leave them out, or ask Auth0's support whether "+
		"yours can have them", err)
}
