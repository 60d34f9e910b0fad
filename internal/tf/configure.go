package tf

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// Client returns the API client that the provider's Configure handed over. It is nil, without an error, while
// Terraform only validates configuration and has not configured the provider yet.
func Client(providerData any, diags *diag.Diagnostics) *auth0.Client {
	if providerData == nil {
		return nil
	}
	client, ok := providerData.(*auth0.Client)
	if !ok {
		diags.AddError(
			"Provider handed over unexpected data",
			fmt.Sprintf("The provider passed a %T where an API client was expected. This is a bug in the provider; please report it.", providerData),
		)
	}
	return client
}
