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
		MarkdownDescription: "Says whether an application gets a token for an API, and if not, why. It lists every " +
			"condition with its state, the evidence and a remedy.",
		Attributes: map[string]schema.Attribute{
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Id of the third-party application. Default: any application that registers itself or that " +
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
				MarkdownDescription: "`user` for a token on behalf of a user, `client` for a token of the application itself.",
				Required:            true,
				Validators: []validator.String{
					stringvalidator.OneOf(auth0.SubjectTypeUser, auth0.SubjectTypeClient),
				},
			},
			"scopes": schema.SetAttribute{
				MarkdownDescription: "Scopes that the token must have; `offline_access` stands for a refresh token. Default: all " +
					"that are granted.",
				CustomType: tf.StringSets,
				Optional:   true,
				Validators: []validator.Set{tf.NoNulls(), setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
			},
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "Id of the organization that the token is for. Default none.",
				Optional:            true,
				Validators:          given,
			},
			"connection_name": schema.StringAttribute{
				MarkdownDescription: "Name of the connection that users log in with. Default any.",
				Optional:            true,
				Validators:          given,
			},
			"resource_parameter": schema.BoolAttribute{
				MarkdownDescription: "Whether the application names the API in the parameter `resource`, as MCP clients do, " +
					"instead of `audience`. Default `false`.",
				Optional: true,
			},
			"prompt_none": schema.BoolAttribute{
				MarkdownDescription: "Whether the application logs users in with `prompt=none`, which shows no page. Users must " +
					"have consented before. Default `false`.",
				Optional: true,
			},
			"id": tf.TenantIDAttribute(),
			"allowed": schema.BoolAttribute{
				MarkdownDescription: "Whether the application gets the token. It is also `false` if that is unknown because the " +
					"provider lacks a scope.",
				Computed: true,
			},
			"reason": schema.StringAttribute{
				MarkdownDescription: "Why, in sentences. Without access: the evidence and remedy of the first unmet condition " +
					"or, if there is none, of the first unknown one.",
				Computed: true,
			},
			"conditions": schema.ListNestedAttribute{
				MarkdownDescription: "All conditions, always in the same order.",
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
			MarkdownDescription: "`met`, `unmet`, `unknown` (the provider lacks the scope to read it) or `not_applicable`.",
			Computed:            true,
		},
		"evidence": schema.StringAttribute{
			MarkdownDescription: "The evidence, as a sentence.",
			Computed:            true,
		},
		"remedy": schema.StringAttribute{
			MarkdownDescription: "What to do, as a sentence. Null if there is nothing to do.",
			Computed:            true,
		},
	}
}
