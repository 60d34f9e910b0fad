package seed

import (
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
)

// users adds the users who can log in. Each belongs to a connection, by its name or id.
func (b *builder) users() error {
	for i, user := range b.seed.Users {
		at := []any{"users", i}
		for _, key := range []string{"email", "connection"} {
			if err := requireText(user, at, key); err != nil {
				return err
			}
		}
		name := object.Text(user, "connection")
		connection := b.tenant.Connections.Find(func(connection object.Object) bool {
			return object.Text(connection, "name") == name || object.Text(connection, "id") == name
		})
		if connection == nil {
			return errorAt(append(at, "connection"), "no connection has the name %q", name)
		}
		user["connection"] = connection["name"]
		rules.ApplyUserDefaults(user, connection)
		for j, id := range object.List(user, "organizations") {
			if b.tenant.Organizations.Get(id) == nil {
				return errorAt(append(at, "organizations", j), "no organization has the id %q", id)
			}
		}
		if b.tenant.Users.Find(func(other object.Object) bool {
			return rules.SameMembers(user, other, "email", "connection")
		}) != nil {
			return errorAt(append(at, "email"), "another user of the connection has the email %q", object.Text(user, "email"))
		}
		if err := b.add(b.tenant.Users, user, at, "user_id"); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) refreshTokens() error {
	for i, token := range b.seed.RefreshTokens {
		at := []any{"refresh_tokens", i}
		for _, key := range []string{"user_id", "client_id"} {
			if err := requireText(token, at, key); err != nil {
				return err
			}
		}
		if id := object.Text(token, "client_id"); b.tenant.Clients.Get(id) == nil {
			return errorAt(append(at, "client_id"), "no client has the client_id %q", id)
		}
		rules.ApplyRefreshTokenDefaults(token, b.now)
		if err := b.add(b.tenant.RefreshTokens, token, at, "id"); err != nil {
			return err
		}
	}
	return nil
}
