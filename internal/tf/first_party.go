package tf

import (
	"context"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// FindFirstParty returns the application if it is the tenant owner's own, and nil if it is a third party's. One that
// cannot be found is left to the API to refuse.
func FindFirstParty(
	ctx context.Context, client *auth0.Client, clientID string, how auth0.Freshness,
) (*auth0.Application, error) {
	if auth0.IsStrictClientID(clientID) {
		return nil, nil
	}
	// One that was created seconds ago must not slip through.
	application, err := client.AwaitApplication(ctx, clientID, how)
	if auth0.IsNotFound(err) || err == nil && application.IsThirdParty() {
		return nil, nil
	}
	return application, err
}
