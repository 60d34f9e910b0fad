package accesscheck

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Schema describes the data source's arguments and attributes.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	given := []validator.String{stringvalidator.LengthAtLeast(1)}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Says whether an application gets a token of an API, and if not, why. It walks the conditions " +
			"that decide, each with its state, the evidence and a remedy.",
		Attributes: map[string]schema.Attribute{
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Id of the third-party application. Default any application that registers itself, or that " +
					"a metadata document describes.",
				Optional:   true,
				Validators: given,
			},
			"audience": schema.StringAttribute{
				MarkdownDescription: "Identifier of the API, exactly as it is defined.",
				Required:            true,
				Validators:          given,
			},
			"subject_type": schema.StringAttribute{
				MarkdownDescription: "`user` for a token on behalf of a user, `client` for one of the application as itself.",
				Required:            true,
				Validators: []validator.String{
					stringvalidator.OneOf(auth0.SubjectTypeUser, auth0.SubjectTypeClient),
				},
			},
			"scopes": schema.SetAttribute{
				MarkdownDescription: "Scopes that the token is to have, `offline_access` for a refresh token. Default whatever " +
					"is granted.",
				CustomType: tf.StringSets,
				Optional:   true,
				Validators: []validator.Set{tf.NoNulls(), setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
			},
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "Id of the organization that the token is to be for. Default none.",
				Optional:            true,
				Validators:          given,
			},
			"connection_name": schema.StringAttribute{
				MarkdownDescription: "Name of the connection that users log in with. Default any.",
				Optional:            true,
				Validators:          given,
			},
			"resource_parameter": schema.BoolAttribute{
				MarkdownDescription: "Whether the application names the API by the parameter `resource`, as MCP clients do, and " +
					"not by `audience`. Default `false`.",
				Optional: true,
			},
			"prompt_none": schema.BoolAttribute{
				MarkdownDescription: "Whether the application logs users in with `prompt=none`, which shows them no page. They " +
					"must have consented before. Default `false`.",
				Optional: true,
			},
			"id": tf.TenantIDAttribute(),
			"allowed": schema.BoolAttribute{
				MarkdownDescription: "Whether the application gets the token. `false` also if that is not known, because the " +
					"access token may not read something that decides.",
				Computed: true,
			},
			"reason": schema.StringAttribute{
				MarkdownDescription: "Why, in sentences. Without access, the evidence and the remedy of the first condition that " +
					"is unmet or, if none is, of the first that is unknown.",
				Computed: true,
			},
			"conditions": schema.ListNestedAttribute{
				MarkdownDescription: "The conditions, always all of them and in the same order.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: conditionAttributes()},
			},
			"markdown": schema.StringAttribute{
				MarkdownDescription: "The reason and the conditions as a Markdown table, for an incident or a pull request.",
				Computed:            true,
			},
		},
	}
}

func conditionAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"name": schema.StringAttribute{
			MarkdownDescription: "`application`, `api`, `access_policy`, `grant`, `scopes`, `grant_types`, `authentication`, " +
				"`callbacks`, `connection`, `organization`, `organization_connection`, `consent`, `rules`, `hooks`, " +
				"`resource_parameter` or `rate_limit`.",
			Computed: true,
		},
		"state": schema.StringAttribute{
			MarkdownDescription: "`met`, `unmet`, `unknown` (the access token may not read it) or `not_applicable`.",
			Computed:            true,
		},
		"evidence": schema.StringAttribute{
			MarkdownDescription: "What was found, as a sentence.",
			Computed:            true,
		},
		"remedy": schema.StringAttribute{
			MarkdownDescription: "What to do, as a sentence. Null if there is nothing to do.",
			Computed:            true,
		},
	}
}
