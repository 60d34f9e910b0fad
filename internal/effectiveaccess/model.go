package effectiveaccess

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

type model struct {
	ID           types.String `tfsdk:"id"`
	ClientIDs    tf.SetValue  `tfsdk:"client_ids"`
	Audiences    tf.SetValue  `tfsdk:"audiences"`
	IncludeNone  types.Bool   `tfsdk:"include_none"`
	Organization types.String `tfsdk:"organization_id"`
	WithPortals  types.Bool   `tfsdk:"include_customer_portals"`
	Portals      []portal     `tfsdk:"customer_portals"`
	Access       []entry      `tfsdk:"access"`
	Markdown     types.String `tfsdk:"markdown"`
	Mermaid      types.String `tfsdk:"mermaid"`
}

// filter is what the arguments ask about.
func (m model) filter() Filter {
	named := func(given tf.SetValue) []string {
		if given.IsNull() {
			return nil
		}
		return append([]string{}, tf.Strings(given.Set)...)
	}
	return Filter{
		named(m.ClientIDs), named(m.Audiences), m.IncludeNone.ValueBool(), m.Organization.ValueString(),
	}
}

// wanted removes the objects that the filter excludes.
func (f Filter) wanted(tenant access.Tenant) access.Tenant {
	leavesOut := func(asked []string) func(string) bool {
		names := map[string]bool{}
		for _, name := range asked {
			names[name] = true
		}
		return func(name string) bool { return asked != nil && !names[name] }
	}
	isOther, isElsewhere := leavesOut(f.ClientIDs), leavesOut(f.Audiences)
	tenant.Applications = slices.DeleteFunc(
		tenant.Applications,
		func(a auth0.Application) bool { return isOther(a.ClientID) },
	)
	tenant.APIs = slices.DeleteFunc(tenant.APIs, func(a auth0.API) bool { return isElsewhere(a.Identifier) })
	tenant.Grants = slices.DeleteFunc(tenant.Grants, func(g auth0.ClientGrant) bool { return isElsewhere(g.Audience) })
	return tenant
}

type entry struct {
	ClientID        string       `tfsdk:"client_id"`
	ApplicationName string       `tfsdk:"application_name"`
	SecurityMode    string       `tfsdk:"security_mode"`
	Audience        string       `tfsdk:"audience"`
	APIName         types.String `tfsdk:"api_name"`
	SubjectType     string       `tfsdk:"subject_type"`
	Allowed         bool         `tfsdk:"allowed"`
	Reason          string       `tfsdk:"reason"`
	Scopes          []string     `tfsdk:"scopes"`
	AllScopes       bool         `tfsdk:"all_scopes"`
	UndefinedScopes []string     `tfsdk:"undefined_scopes"`
	GrantID         types.String `tfsdk:"grant_id"`
}

func entriesOf(from []access.Entry) []entry {
	entries := make([]entry, 0, len(from))
	for _, e := range from {
		entries = append(entries, entry{
			ClientID:        e.ClientID,
			ApplicationName: tf.Foreign(e.Application),
			SecurityMode:    e.SecurityMode,
			Audience:        e.Audience,
			APIName:         tf.StringOrNull(e.API),
			SubjectType:     e.SubjectType,
			Allowed:         e.Reason.Allows(),
			Reason:          string(e.Reason),
			Scopes:          orEmpty(e.Scopes),
			AllScopes:       e.AllScopes,
			UndefinedScopes: orEmpty(e.UndefinedScopes),
			GrantID:         tf.StringOrNull(e.GrantID),
		})
	}
	return entries
}

// orEmpty turns nil into an empty list, because nil would be null in the state.
func orEmpty(values []string) []string {
	if values == nil {
		return []string{}
	}
	return values
}
