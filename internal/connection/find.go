package connection

import (
	"context"
	"fmt"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// findByName returns the connection with exactly the given name, nil if there is none.
func findByName(ctx context.Context, client *auth0.Client, name string) (*auth0.Connection, error) {
	connections, err := client.FindConnections(ctx, name)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(connections, func(c auth0.Connection) bool { return c.Name == name })
	if i < 0 {
		return nil, nil //nolint:nilnil // that there is none is an answer
	}
	return &connections[i], nil
}

// notFound says that there is no connection with the name.
func notFound(client *auth0.Client, name string) string {
	return fmt.Sprintf("The tenant %s has no connection named %q. Write the name as Auth0 stores it, which is not the "+
		"display name.",
		client.Domain(), name)
}
