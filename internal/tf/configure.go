package tf

import (
	"fmt"
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/boundary"
)

// ProviderData is what the provider's Configure hands to resources and data sources, anew for each walk of Terraform's.
type ProviderData struct {
	Client       *auth0.Client
	Declarations *Declarations
	Gone         *Gone
	Callbacks    *Callbacks
	Boundary     boundary.Boundary // see CheckBoundary
	shared       sync.Map          // see Shared
	otherTenants sync.Map          // domains of tenants that states are of, and that were reported
}

// NewProviderData returns what to hand over, with nothing declared yet. The client is nil while Terraform only
// validates configuration and has not configured the provider yet.
func NewProviderData(client *auth0.Client) *ProviderData {
	return &ProviderData{Client: client, Declarations: &Declarations{}, Gone: &Gone{}, Callbacks: &Callbacks{}}
}

// Shared returns the T that everything of one walk shares. It begins as a zero value.
func Shared[T any](data *ProviderData) *T {
	shared, _ := data.shared.LoadOrStore(reflect.TypeFor[T](), new(T))
	return shared.(*T) //nolint:forcetypeassert // nothing else is stored under the type
}

// configure takes over what the provider handed over. Without it, as in a validation, the data stays as it is.
func (d *ProviderData) configure(handedOver any, diags *diag.Diagnostics) *ProviderData {
	if handedOver == nil {
		return d
	}
	data, ok := handedOver.(*ProviderData)
	if !ok {
		diags.AddError(
			"Provider handed over unexpected data",
			fmt.Sprintf("The provider passed a %T where an API client was expected. This is a bug in the provider; "+
				"please report it.", handedOver),
		)
		return d
	}
	return data
}
