package tf

import (
	"context"
	"fmt"

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

// NoApplication says of a client_id that the tenant has no such application.
func NoApplication(client *auth0.Client, clientID string) string {
	return fmt.Sprintf("The tenant %s has no application %q. It may have been deleted, or belong to another tenant. "+
		"Correct client_id.", client.Domain(), clientID)
}
