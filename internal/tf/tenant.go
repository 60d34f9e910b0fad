package tf

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// TenantIdentity is the identity of a resource of which a tenant has one.
var TenantIdentity = Identity{"domain": "Domain of the tenant, such as example.eu.auth0.com."}

// SettingOfTenant is a [Setting] of the tenant's own settings, with an attribute domain that identifies it.
type SettingOfTenant[M any] struct {
	Setting[M, auth0.TenantSettings]
}

// NewSettingOfTenant returns what the resource of the type embeds. It sets the kind's Key and Read.
func NewSettingOfTenant[M any](typeName string, kind SettingKind[M, auth0.TenantSettings]) SettingOfTenant[M] {
	kind.Key = func(*M) string { return "" } // a tenant has one
	kind.Read = func(
		ctx context.Context, client *auth0.Client, _ string, how auth0.Freshness,
	) (*auth0.TenantSettings, error) {
		return client.ReadTenantSettings(ctx, how)
	}
	return SettingOfTenant[M]{NewSetting(NewResource(typeName, TenantIdentity), kind)}
}

// ImportState imports by the tenant's domain or by identity.
func (s *SettingOfTenant[M]) ImportState(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	ImportTenant(ctx, s.Client, req, resp)
}

// DomainAttribute is the attribute domain of a resource of which a tenant has one. It only identifies the resource.
func DomainAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Domain of the tenant in the provider's configuration when the resource was created or " +
			"imported.",
		Computed:      true,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// ImportTenant imports a resource of which a tenant has one, by the tenant's domain or by identity. There is only one
// tenant to import from; its domain keeps another one's configuration from being applied to it.
func ImportTenant(
	ctx context.Context,
	client *auth0.Client,
	req resource.ImportStateRequest,
	resp *resource.ImportStateResponse,
) {
	importByID(ctx, "domain", "the tenant's domain, such as example.eu.auth0.com", req, resp)
	var domain types.String
	resp.Diagnostics.Append(resp.State.GetAttribute(ctx, path.Root("domain"), &domain)...)
	if resp.Diagnostics.HasError() || !client.IsAvailable() || client.IsTenant(domain.ValueString()) {
		return
	}
	resp.Diagnostics.AddAttributeError(path.Root("domain"), "Not the domain of this tenant",
		fmt.Sprintf("%q is not the domain that the provider is configured with, so another tenant's settings would be "+
			"imported. Write %q, or configure the provider for the other tenant.", domain.ValueString(), client.Domain()))
}
