package tf

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

var organizationID = regexp.MustCompile(`^org_\w+$`)

// isOrganizationID reports whether the text looks like an organization's id rather than, say, its name.
func isOrganizationID(text string) bool { return organizationID.MatchString(text) }

// OrganizationForm is how an import names an organization.
const OrganizationForm = "the organization's id, such as org_9ybsU1dN2dKfDkBi, or name: and its name"

// CheckOrganizationID refuses the argument organization_id if it cannot be an organization's id. It waits while the
// argument is unknown. lookUp is the id of an import by name.
func CheckOrganizationID(id types.String, lookUp string, diags *diag.Diagnostics) {
	CheckOrganizationIDAt(path.Root("organization_id"), id,
		fmt.Sprintf("or import this resource with the id %q, which looks it up", lookUp), diags)
}

// CheckOrganizationIDAt is [CheckOrganizationID] for another argument; otherwise says what to do instead of taking the
// id from the data source.
func CheckOrganizationIDAt(at path.Path, id types.String, otherwise string, diags *diag.Diagnostics) {
	if id.IsNull() || id.IsUnknown() || isOrganizationID(id.ValueString()) {
		return
	}
	diags.AddAttributeError(at, "Not the id of an organization",
		fmt.Sprintf("%q is not an organization's id: Auth0 would find no organization under it. Ids begin with org_ and "+
			"can be seen on the organization's page in the Dashboard. If you know its name, take the id from "+
			"the data source auth0access_organization, %s.", id.ValueString(), otherwise))
}

// CheckOrganization refuses an organization_id of which there is no organization, and returns the organization, nil if
// it is not known. Auth0 chooses the ids of organizations, so that one which is known in the plan belongs to an
// organization that exists, or to none.
func CheckOrganization(
	ctx context.Context, data *ProviderData, id types.String, diags *diag.Diagnostics,
) *auth0.Organization {
	if !data.Client.IsAvailable() || id.IsUnknown() {
		return nil
	}
	organization, err := auth0.AwaitFound(ctx, func(ctx context.Context) (*auth0.Organization, error) {
		return data.Client.ReadOrganization(ctx, id.ValueString(), auth0.FreshInApply)
	})
	switch {
	case auth0.IsNotFound(err):
		data.Gone.AddNotFound("organization_id", id.ValueString(), "Organization not found",
			NoOrganization(data.Client, id.ValueString()), diags)
		return nil
	case err != nil:
		AddAPIError(diags, "Could not look up the organization", err)
		return nil
	}
	return organization
}

// NoOrganization says that there is no organization with the id.
func NoOrganization(client *auth0.Client, id string) string {
	return fmt.Sprintf("The tenant %s has no organization %q. It may have been deleted, or belong to another tenant. "+
		"Correct organization_id, or remove this resource from the configuration.", client.Domain(), id)
}

// ImportedOrganization returns the id of the organization that an import names, by its id or by name: and its name.
func ImportedOrganization(ctx context.Context, client *auth0.Client, text string, diags *diag.Diagnostics) string {
	name, isName := strings.CutPrefix(text, "name:")
	if !isName {
		if !isOrganizationID(text) {
			diags.AddError("Not the id of an organization",
				fmt.Sprintf("%q is not %s. If it is the name, write \"name:%[1]s\".", text, OrganizationForm))
		}
		return text
	}
	organization, err := client.FindOrganization(ctx, name)
	switch {
	case err != nil:
		AddAPIError(diags, "Could not look up the organization", err)
		return ""
	case organization == nil:
		diags.AddError("Organization not found", NoOrganizationNamed(client, name))
		return ""
	}
	return organization.ID
}

// NoOrganizationNamed says that there is no organization with the name.
func NoOrganizationNamed(client *auth0.Client, name string) string {
	return fmt.Sprintf("The tenant %s has no organization named %q. Write the name as Auth0 stores it, which is not the "+
		"display name.", client.Domain(), name)
}
