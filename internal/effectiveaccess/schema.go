package effectiveaccess

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Schema describes the data source's arguments and attributes.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Computes which third-party applications can reach which APIs, with which scopes, and why: by " +
			"a grant of their own, by an API's default permissions, or because the API's access policy lets permissive " +
			"applications in. Grants that an application cannot use are shown with the reason.",
		Attributes: map[string]schema.Attribute{
			"id": tf.TenantIDAttribute(),
			"client_ids": schema.SetAttribute{
				MarkdownDescription: "Only these applications. Default: all third-party applications.",
				CustomType:          tf.StringSets,
				Optional:            true,
				Validators:          []validator.Set{tf.NoNulls()},
			},
			"audiences": schema.SetAttribute{
				MarkdownDescription: "Only the APIs with these identifiers. Default: all APIs.",
				CustomType:          tf.StringSets,
				Optional:            true,
				Validators:          []validator.Set{tf.NoNulls()},
			},
			"include_none": schema.BoolAttribute{
				MarkdownDescription: "Whether `access` also has an entry for each application, API and subject type without " +
					"access and without a grant. Default `false`: in a tenant with many applications, such entries are by far the " +
					"most.",
				Optional: true,
			},
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "Shows access to this organization only: tokens with its id as `org_id`. An application has " +
					"`client` access if the organization has its client grant, and `user` access if it uses organizations and the " +
					"organization lets it in. Default: any token, for an organization or not.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"include_customer_portals": schema.BoolAttribute{
				MarkdownDescription: "Whether to fill `customer_portals`, which takes another listing of applications. Default " +
					"`false`.",
				Optional: true,
			},
			"customer_portals": schema.ListNestedAttribute{
				MarkdownDescription: "The applications of the tenant owner by which customers' own admins can open their " +
					"organization to third-party applications (My Organization API), sorted by name and id. Null unless " +
					"`include_customer_portals` is `true`.",
				Computed:     true,
				NestedObject: schema.NestedAttributeObject{Attributes: portalAttributes()},
			},
			"access": schema.ListNestedAttribute{
				MarkdownDescription: "What can be reached, and grants without effect: one entry for each application, API and " +
					"subject type, sorted by the application's name and id, then by audience, `user` before `client`.",
				Computed:     true,
				NestedObject: schema.NestedAttributeObject{Attributes: entryAttributes()},
			},
			"markdown": schema.StringAttribute{
				MarkdownDescription: "The same as a Markdown table, for a pull request or a job summary. Applications with the " +
					"same access share a line; if more than six have it by default permissions or by an API's policy, five are named.",
				Computed: true,
			},
			"mermaid": schema.StringAttribute{
				MarkdownDescription: "What can be reached as a Mermaid flowchart, without the fence. A solid edge is an own " +
					"grant, a dotted edge default permissions, a thick edge an API's policy; an edge that ends in a circle is " +
					"unknown access. The flowchart has at most 400 edges and 40,000 bytes; one node counts the applications that " +
					"are left out.",
				Computed: true,
			},
		},
	}
}

func portalAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"client_id": schema.StringAttribute{MarkdownDescription: "Id of the application.", Computed: true},
		"name":      schema.StringAttribute{MarkdownDescription: "Name of the application.", Computed: true},
		"default_value": schema.StringAttribute{
			MarkdownDescription: "Value of an organization's `third_party_client_access` if its admins choose nothing: " +
				"`allow` or `block`. Null if the application does not set it.",
			Computed: true,
		},
		"allowed_values": schema.ListAttribute{
			MarkdownDescription: "The values that the admins may choose, sorted.",
			ElementType:         types.StringType,
			Computed:            true,
		},
	}
}

func entryAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"client_id": schema.StringAttribute{
			MarkdownDescription: "Id of the application.",
			Computed:            true,
		},
		"application_name": schema.StringAttribute{
			MarkdownDescription: "Name of the application. Owners of dynamically registered applications choose it, and may " +
				"choose somebody else's.",
			Computed: true,
		},
		"security_mode": schema.StringAttribute{
			MarkdownDescription: "Security mode of the application, `strict` or `permissive`.",
			Computed:            true,
		},
		"audience": schema.StringAttribute{
			MarkdownDescription: "Identifier of the API.",
			Computed:            true,
		},
		"api_name": schema.StringAttribute{
			MarkdownDescription: "Name of the API. Null if it has none or is gone.",
			Computed:            true,
		},
		"subject_type": schema.StringAttribute{
			MarkdownDescription: "`user` for access on behalf of users, `client` for access of the application itself.",
			Computed:            true,
		},
		"allowed": schema.BoolAttribute{
			MarkdownDescription: "Whether the application can get tokens for the API. It is also `false` if that is unknown " +
				"(`organization_unknown`).",
			Computed: true,
		},
		"reason": schema.StringAttribute{
			MarkdownDescription: "Why. With access: `own_grant`, `default_permissions`, or `access_policy` (the application " +
				"is permissive and the API lets all in). Without access, although there is a grant: `no_grant_type` (the " +
				"application lacks the grant type to request it) or `no_client_credentials` (public applications, and those that " +
				"registered themselves or have a document, cannot use that grant type). Also without access: `no_organization` " +
				"(an organization is required or asked for, and the application gets no tokens for one), `denied` (the API's " +
				"policy denies all), or `no_api` (a grant has outlived its API). `organization_unknown`: an organization is " +
				"required, and the provider lacks the scope to read whether there is one. `none`: nothing is granted.",
			Computed: true,
		},
		"scopes": schema.ListAttribute{
			MarkdownDescription: "Scopes that apply, sorted. The list may be empty even if there is access. With " +
				"`organization_unknown`: those that apply if there is an organization.",
			ElementType: types.StringType,
			Computed:    true,
		},
		"all_scopes": schema.BoolAttribute{
			MarkdownDescription: "Whether these are all scopes of the API, and those defined later will apply too.",
			Computed:            true,
		},
		"undefined_scopes": schema.ListAttribute{
			MarkdownDescription: "Granted scopes that have no effect because the API does not (or no longer) define them, " +
				"sorted.",
			ElementType: types.StringType,
			Computed:    true,
		},
		"grant_id": schema.StringAttribute{
			MarkdownDescription: "Id of the grant that gives the access or, if there is no access, has no effect. Null if " +
				"there is none.",
			Computed: true,
		},
	}
}
