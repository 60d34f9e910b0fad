package tf

import (
	"fmt"
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// ProviderData is what the provider's Configure hands over to resources and data sources, anew for each walk of
// Terraform's.
type ProviderData struct {
	client       *auth0.Client
	declarations *Declarations
	gone         *Gone
	shared       sync.Map // see Shared
	otherTenants sync.Map // domains of tenants that states are of, and that were reported
}

// NewProviderData returns what to hand over, with nothing declared yet.
func NewProviderData(client *auth0.Client) *ProviderData {
	return &ProviderData{client: client, declarations: &Declarations{}, gone: &Gone{}}
}

// Client returns the API client that the provider's Configure handed over. It is nil, without an error, while
// Terraform only validates configuration and has not configured the provider yet.
func Client(providerData any, diags *diag.Diagnostics) *auth0.Client {
	if data := received(providerData, diags); data != nil {
		return data.client
	}
	return nil
}

// DeclarationsOf returns what the resources of the configuration declare to each other. It is nil where [Client] is.
func DeclarationsOf(providerData any, diags *diag.Diagnostics) *Declarations {
	if data := received(providerData, diags); data != nil {
		return data.declarations
	}
	return nil
}

// GoneOf returns what the walk found gone. It is nil where [Client] is.
func GoneOf(providerData any, diags *diag.Diagnostics) *Gone {
	if data := received(providerData, diags); data != nil {
		return data.gone
	}
	return nil
}

// Shared returns the T that everything of one walk shares. It begins as a zero value, and is nil where [Client] is.
func Shared[T any](providerData any, diags *diag.Diagnostics) *T {
	data := received(providerData, diags)
	if data == nil {
		return nil
	}
	shared, _ := data.shared.LoadOrStore(reflect.TypeFor[T](), new(T))
	return shared.(*T) //nolint:forcetypeassert // nothing else is stored under the type
}

func received(providerData any, diags *diag.Diagnostics) *ProviderData {
	if providerData == nil {
		return nil
	}
	data, ok := providerData.(*ProviderData)
	if !ok {
		diags.AddError(
			"Provider handed over unexpected data",
			fmt.Sprintf("The provider passed a %T where an API client was expected. This is a bug in the provider; please report it.", providerData),
		)
	}
	return data
}
