package effectiveaccess

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Filter says which entries to return.
type Filter struct {
	ClientIDs, Audiences []string // nil means all
	IncludeNone          bool     // whether to return entries without access and without a grant too
	OrganizationID       string   // of the organization that tokens are for; empty for any token
}

// Entries lists the objects that access depends on, and computes who can reach what.
func Entries(
	ctx context.Context,
	client *auth0.Client,
	filter Filter,
	diags *diag.Diagnostics,
) (entries []access.Entry) {
	l := lister{client}
	tenant := l.tenant(ctx, diags)
	if diags.HasError() {
		return nil
	}
	l.confirmMissing(ctx, &tenant, slices.Clone(filter.Audiences), diags)
	l.checkKnown(tenant, filter.ClientIDs, filter.Audiences, diags)
	if diags.HasError() {
		return nil
	}
	organization := l.organization(ctx, filter.OrganizationID, diags)
	if diags.HasError() {
		return nil
	}
	l.markSystem(tenant.APIs)
	tenant = filter.wanted(tenant)
	organizations := newOrganizations(ctx, client, organization)
	tenant.Organizations, tenant.InOrganization = organizations, organization != nil
	for entry := range tenant.Effective() {
		if organizations.failure != nil {
			break
		}
		if filter.IncludeNone || !entry.IsNothing() {
			entries = append(entries, entry)
		}
	}
	if organizations.failure != nil {
		tf.AddAPIError(diags, "Could not list the organizations", organizations.failure)
		return nil
	}
	return entries
}

// lister lists the objects that access depends on.
type lister struct{ client *auth0.Client }

// organization returns the organization of the filter, nil if it names none.
func (l lister) organization(ctx context.Context, id string, diags *diag.Diagnostics) *auth0.Organization {
	if id == "" {
		return nil
	}
	organization, err := l.client.ReadOrganization(ctx, id, auth0.FreshInApply)
	switch {
	case auth0.IsNotFound(err):
		diags.AddAttributeError(path.Root("organization_id"), "Organization not found",
			fmt.Sprintf("The tenant %s has no organization with the id %q. Ids begin with org_. Correct organization_id, or "+
				"leave it out.", l.client.Domain(), id))
	case err != nil:
		tf.AddAPIError(diags, "Could not look up the organization", err)
	}
	return organization
}

// tenant lists the collections.
func (l lister) tenant(ctx context.Context, diags *diag.Diagnostics) (tenant access.Tenant) {
	var err error
	if tenant.Applications, err = l.client.ListThirdPartyApplications(ctx); err != nil {
		tf.AddAPIError(diags, "Could not list the applications", err)
		return tenant
	}
	if tenant.APIs, err = l.client.ListAPIs(ctx); err != nil {
		tf.AddAPIError(diags, "Could not list the APIs", err)
		return tenant
	}
	if tenant.Grants, err = l.client.ListAllClientGrants(ctx); err != nil {
		tf.AddAPIError(diags, "Could not list the client grants", err)
		return tenant
	}
	return tenant
}

// markSystem marks Auth0's own APIs by their identifiers too, because Auth0 does not mark all of them (is_system).
func (l lister) markSystem(apis []auth0.API) {
	for i := range apis {
		_, system := l.client.SystemAPI(apis[i].Identifier)
		apis[i].IsSystem = apis[i].IsSystem || system
	}
}

// confirmMissing reads each API that a grant or the configuration names and the listing lacks. If somebody deletes APIs
// while pages are read, the listing may lack others.
func (l lister) confirmMissing(
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
		api, err := l.client.ReadAPI(ctx, audience, auth0.Fresh)
		switch {
		case err == nil:
			tenant.APIs = append(tenant.APIs, *api)
		case !auth0.IsNotFound(err):
			tf.AddAPIError(diags, "Could not read the API", err)
			return
		}
	}
}

// checkKnown refuses arguments that name no object. If a check expects no access, a misspelt name would look like
// success.
func (l lister) checkKnown(tenant access.Tenant, clientIDs, audiences []string, diags *diag.Diagnostics) {
	known := map[string]bool{}
	for _, application := range tenant.Applications {
		known[application.ClientID] = true
	}
	if missing := without(clientIDs, known); len(missing) > 0 {
		diags.AddAttributeError(path.Root("client_ids"), "Third-party application not found",
			fmt.Sprintf("The tenant %s has no third-party application %s. This data source ignores first-party applications. "+
				"Correct client_ids, or leave it out for all third-party "+
				"applications.", l.client.Domain(), strings.Join(missing, ", ")))
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
				"APIs.", l.client.Domain(), strings.Join(missing, ", ")))
	}
}

func without(values []string, known map[string]bool) []string {
	return slices.DeleteFunc(slices.Clone(values), func(value string) bool { return known[value] })
}
