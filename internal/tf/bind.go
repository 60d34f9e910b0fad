package tf

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Managed is what all resources of this provider can do.
type Managed interface {
	resource.ResourceWithConfigure
	resource.ResourceWithIdentity
	resource.ResourceWithImportState
	resource.ResourceWithModifyPlan
}

// Bind binds resources to the tenant that their state is of, and sets their identities from their states. Each state
// remembers its tenant; if the provider is configured for another one, nothing is read, planned or changed. Without
// that, an object of the state that the other tenant does not have would count as deleted, and a setting that every
// tenant has would be changed in the wrong one.
func Bind(constructors []func() resource.Resource) []func() resource.Resource {
	bound := make([]func() resource.Resource, 0, len(constructors))
	for _, newResource := range constructors {
		bound = append(bound, func() resource.Resource {
			return &boundResource{Managed: newResource().(Managed)} //nolint:forcetypeassert // a test knows all resources
		})
	}
	return bound
}

// boundResource is a resource with the check of its tenant before everything that it does.
type boundResource struct {
	Managed
	data *ProviderData
}

var (
	_ resource.ResourceWithMoveState      = (*boundResource)(nil)
	_ resource.ResourceWithValidateConfig = (*boundResource)(nil)
)

// Configure takes over the provider's API client.
func (r *boundResource) Configure(
	ctx context.Context,
	req resource.ConfigureRequest,
	resp *resource.ConfigureResponse,
) {
	r.data = NewProviderData(nil).configure(req.ProviderData, &resp.Diagnostics)
	r.Managed.Configure(ctx, req, resp)
}

// ValidateConfig is the resource's, if it has any.
func (r *boundResource) ValidateConfig(
	ctx context.Context,
	req resource.ValidateConfigRequest,
	resp *resource.ValidateConfigResponse,
) {
	if validating, ok := r.Managed.(resource.ResourceWithValidateConfig); ok {
		validating.ValidateConfig(ctx, req, resp)
	}
}

// MoveState is the resource's, if it has any.
func (r *boundResource) MoveState(ctx context.Context) []resource.StateMover {
	if moving, ok := r.Managed.(resource.ResourceWithMoveState); ok {
		return moving.MoveState(ctx)
	}
	return nil
}

// Read is the resource's in the tenant of the state.
func (r *boundResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	if tenant := r.otherTenant(ctx, req.State, req.Private); tenant != "" {
		r.reportOnce(tenant, &resp.Diagnostics)
		identify(ctx, req.State, resp.Identity)
		return
	}
	r.Managed.Read(ctx, req, resp)
	switch {
	case isIdentified(resp.State, resp.Identity):
		identify(ctx, resp.State, resp.Identity)
	case resp.State.Raw.IsNull(): // Terraform before 1.12 hands in no identity, and the framework insists on one
		identify(ctx, req.State, resp.Identity)
	case !resp.Diagnostics.HasError(): // of what has ended before it was made
		identify(ctx, resp.State, resp.Identity)
	}
	if !resp.Diagnostics.HasError() && !resp.State.Raw.IsNull() && tenantIn(ctx, req.Private) == "" {
		r.remember(ctx, resp.Private, &resp.Diagnostics)
	}
}

// ModifyPlan is the resource's in the tenant of the state.
func (r *boundResource) ModifyPlan(
	ctx context.Context,
	req resource.ModifyPlanRequest,
	resp *resource.ModifyPlanResponse,
) {
	if tenant := r.otherTenant(ctx, req.State, req.Private); tenant != "" {
		r.reportOnce(tenant, &resp.Diagnostics)
		return
	}
	r.Managed.ModifyPlan(ctx, req, resp)
}

// Create is the resource's. Its state remembers the tenant.
func (r *boundResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	r.Managed.Create(ctx, req, resp)
	// what was not made because it has ended has no id, and no error either
	if isIdentified(resp.State, resp.Identity) || !resp.Diagnostics.HasError() {
		identify(ctx, resp.State, resp.Identity)
	}
	if !resp.State.Raw.IsNull() {
		r.remember(ctx, resp.Private, &resp.Diagnostics)
	}
}

// Update is the resource's in the tenant of the state.
func (r *boundResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	if tenant := r.otherTenant(ctx, req.State, req.Private); tenant != "" {
		r.report(tenant, &resp.Diagnostics)
		return
	}
	r.Managed.Update(ctx, req, resp)
	identify(ctx, resp.State, resp.Identity)
}

// Delete is the resource's in the tenant of the state.
func (r *boundResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	if tenant := r.otherTenant(ctx, req.State, req.Private); tenant != "" {
		r.report(tenant, &resp.Diagnostics)
		return
	}
	r.Managed.Delete(ctx, req, resp)
}

// tenantKey is where the private state keeps the tenant's own domain.
const tenantKey = "tenant"

func (r *boundResource) remember(ctx context.Context, private PrivateWriter, diags *diag.Diagnostics) {
	encoded, err := json.Marshal(r.data.Client.Tenant())
	if err != nil {
		panic(err) // strings have JSON
	}
	diags.Append(private.SetKey(ctx, tenantKey, encoded)...)
}

func tenantIn(ctx context.Context, private PrivateReader) (tenant string) {
	encoded, diags := private.GetKey(ctx, tenantKey)
	if diags.HasError() || json.Unmarshal(encoded, &tenant) != nil {
		return ""
	}
	return tenant
}

// otherTenant returns the domain of the tenant that the state is of, if it is not the provider's. A state that does not
// remember any may still name one in an attribute; otherwise it counts as the provider's.
func (r *boundResource) otherTenant(ctx context.Context, state tfsdk.State, private PrivateReader) string {
	if !r.data.Client.IsAvailable() || state.Raw.IsNull() {
		return ""
	}
	tenant := tenantIn(ctx, private)
	if _, hasDomain := state.Schema.GetAttributes()["domain"]; tenant == "" && hasDomain {
		var domain types.String
		state.GetAttribute(ctx, path.Root("domain"), &domain) // what cannot be read is reported by the resource
		tenant = domain.ValueString()
	}
	if tenant == "" || r.data.Client.IsTenant(tenant) {
		return ""
	}
	return tenant
}

// report says that the state is of another tenant.
func (r *boundResource) report(tenant string, diags *diag.Diagnostics) {
	domain := r.data.Client.Domain()
	diags.AddError("State is of another tenant",
		fmt.Sprintf("The state is of the tenant %s, and the provider is configured for %s. Nothing has been read or "+
			"changed there. Correct the provider's domain (AUTH0_DOMAIN) and credentials, or use the state of %[2]s. If %[2]s "+
			"is a custom domain of the tenant %[1]s, set the provider's argument audience (AUTH0_AUDIENCE) to "+
			"\"https://%[1]s/api/v2/\".", tenant, domain))
}

// reportOnce says it for the first of all resources. They all have the same cause, and one error ends a plan.
func (r *boundResource) reportOnce(tenant string, diags *diag.Diagnostics) {
	if _, isReported := r.data.otherTenants.LoadOrStore(tenant, true); !isReported {
		r.report(tenant, diags)
	}
}
