package effectiveaccess

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// DataSource is auth0access_effective_access.
type DataSource struct{ tf.DataSource }

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// NewDataSource returns the data source auth0access_effective_access.
func NewDataSource() datasource.DataSource {
	return &DataSource{tf.NewDataSource("auth0access_effective_access")}
}

// Read lists what access depends on and works it out.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	tenant := d.tenant(ctx, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	clientIDs, audiences := tf.Strings(config.ClientIDs.Set), tf.Strings(config.Audiences.Set)
	d.confirmMissing(ctx, &tenant, audiences, &resp.Diagnostics)
	d.checkKnown(tenant, clientIDs, audiences, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	d.markSystem(tenant.APIs)
	tenant = config.wanted(tenant)
	organizations := newOrganizations(ctx, d.Client)
	tenant.Organizations = organizations
	var entries []access.Entry
	for entry := range tenant.Effective() {
		if organizations.failure != nil {
			break
		}
		if config.IncludeNone.ValueBool() || !entry.IsNothing() {
			entries = append(entries, entry)
		}
	}
	if organizations.failure != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not list the organizations", organizations.failure)
		return
	}
	config.ID = types.StringValue(d.Client.Domain())
	config.Access = entriesOf(entries)
	config.Markdown = types.StringValue(access.Markdown(entries))
	config.Mermaid = types.StringValue(access.Mermaid(entries))
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}

// tenant lists the collections.
func (d *DataSource) tenant(ctx context.Context, diags *diag.Diagnostics) (tenant access.Tenant) {
	var err error
	if tenant.Applications, err = d.Client.ListThirdPartyApplications(ctx); err != nil {
		tf.AddAPIError(diags, "Could not list the applications", err)
		return tenant
	}
	if tenant.APIs, err = d.Client.ListAPIs(ctx); err != nil {
		tf.AddAPIError(diags, "Could not list the APIs", err)
		return tenant
	}
	if tenant.Grants, err = d.Client.ListAllClientGrants(ctx); err != nil {
		tf.AddAPIError(diags, "Could not list the client grants", err)
		return tenant
	}
	return tenant
}

// markSystem marks Auth0's own APIs by their identifiers too: not all of them say what they are.
func (d *DataSource) markSystem(apis []auth0.API) {
	for i := range apis {
		_, system := d.Client.SystemAPI(apis[i].Identifier)
		apis[i].IsSystem = apis[i].IsSystem || system
	}
}

// confirmMissing asks for each API that is named by a grant or by the configuration and that the listing does not have:
// while APIs are deleted, the pages of the listing may lack others.
func (d *DataSource) confirmMissing(
	ctx context.Context,
	tenant *access.Tenant,
	audiences []string,
	diags *diag.Diagnostics,
) {
	if !auth0.IsPaged(len(tenant.APIs)) {
		return
	}
	isKnown := map[string]bool{}
	for _, api := range tenant.APIs {
		isKnown[api.Identifier] = true
	}
	for _, grant := range tenant.Grants {
		audiences = append(audiences, grant.Audience)
	}
	for _, audience := range audiences {
		if isKnown[audience] {
			continue
		}
		isKnown[audience] = true
		api, err := d.Client.ReadAPI(ctx, audience)
		switch {
		case err == nil:
			tenant.APIs = append(tenant.APIs, *api)
		case !auth0.IsNotFound(err):
			tf.AddAPIError(diags, "Could not read the API", err)
			return
		}
	}
}

// checkKnown refuses arguments that name nothing. To a check that wants to see no access, a typing error would look
// like success.
func (d *DataSource) checkKnown(tenant access.Tenant, clientIDs, audiences []string, diags *diag.Diagnostics) {
	known := map[string]bool{}
	for _, application := range tenant.Applications {
		known[application.ClientID] = true
	}
	if missing := without(clientIDs, known); len(missing) > 0 {
		diags.AddAttributeError(path.Root("client_ids"), "Third-party application not found",
			fmt.Sprintf("The tenant %s has no third-party application %s, so there is nothing to say about its access. "+
				"First-party applications are not looked at. Correct client_ids, or leave it out for all third-party "+
				"applications.", d.Client.Domain(), strings.Join(missing, ", ")))
	}
	known = map[string]bool{}
	for _, api := range tenant.APIs {
		known[api.Identifier] = true
	}
	for _, grant := range tenant.Grants {
		known[grant.Audience] = true
	}
	if missing := without(audiences, known); len(missing) > 0 {
		diags.AddAttributeError(path.Root("audiences"), "API not found",
			fmt.Sprintf("The tenant %s has no API with the identifier %s, nor a grant for one. Write identifiers exactly as "+
				"the APIs define them, a slash at their end included, or leave audiences out for all "+
				"APIs.", d.Client.Domain(), strings.Join(missing, ", ")))
	}
}

func without(values []string, known map[string]bool) []string {
	return slices.DeleteFunc(slices.Clone(values), func(value string) bool { return known[value] })
}
