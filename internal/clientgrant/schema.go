package clientgrant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Schema describes the resource's arguments and attributes.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Permits one third-party application to request scopes of one API, in place of the API's " +
			"default permissions. Grants of first-party applications are never changed.",
		Attributes: map[string]schema.Attribute{
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Client id of the third-party application. Changing it replaces the grant.",
				Required:            true,
				Validators:          tf.ClientID(),
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"audience": schema.StringAttribute{
				MarkdownDescription: "Identifier of the API, 1 to 600 characters, such as `https://api.example.com/`. It must be " +
					"an API of your own: Auth0's system APIs (Management, My Account, MFA, My Organization) are closed to " +
					"third-party applications. Changing it replaces the grant.",
				Required:      true,
				Validators:    []validator.String{stringvalidator.LengthBetween(1, 600)},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"subject_type": schema.StringAttribute{
				MarkdownDescription: "On whose behalf the application gets tokens: `user`, a user who logs in with it; `client`, " +
					"the application itself (client credentials). An application may have one grant of each type for an API. " +
					"Changing it replaces the grant.",
				Required:      true,
				Validators:    []validator.String{stringvalidator.OneOf(auth0.SubjectTypeUser, auth0.SubjectTypeClient)},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"scopes":                      tf.ScopesAttribute(),
			"all_scopes":                  tf.AllScopesAttribute(),
			"authorization_details_types": tf.AuthorizationDetailsTypesAttribute(),
			"organization_usage": schema.StringAttribute{
				MarkdownDescription: "Whether the application may get tokens for an organization: `deny`, `allow`, or `require` " +
					"(only for an organization). Only with `subject_type = \"client\"`. Default `deny`.",
				Optional:      true,
				Computed:      true,
				PlanModifiers: []planmodifier.String{clientDefault{}},
				Validators: []validator.String{
					stringvalidator.OneOf(auth0.OrganizationsDeny, auth0.OrganizationsAllow, auth0.OrganizationsRequire),
				},
			},
			"allow_any_organization": schema.BoolAttribute{
				MarkdownDescription: "Whether the grant counts for every organization, not only for those that have it. Only " +
					"with `subject_type = \"client\"`, and not available to applications in strict mode. Default `false`.",
				Optional:      true,
				Computed:      true,
				PlanModifiers: []planmodifier.Bool{clientDefault{}},
			},
			"id": schema.StringAttribute{
				MarkdownDescription: "Id of the grant, such as `cgr_2Yl9pQfPzVYqWZ1m`. After its end, the id that it had.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	}
	tf.AddEndingAttributes(resp.Schema.Attributes, "the grant is deleted")
}
