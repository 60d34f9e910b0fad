package rules

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"maps"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// passwordHash is the member that replaces a user's password.
const passwordHash = "password_hash"

// passwordRounds is low, because no password belongs to a real user.
const passwordRounds = 100

// ApplyUserDefaults adds what Auth0 adds to a user on creation, and replaces the password with its hash.
func ApplyUserDefaults(user, connection object.Object) {
	object.SetDefault(user, "user_id", tenant.NewUserID(object.Text(connection, "strategy")))
	object.SetDefault(user, "name", user["email"])
	object.SetDefault(user, "organizations", object.Array())
	if password, given := user["password"].(string); given {
		user[passwordHash] = hashPassword(object.Text(user, "user_id"), password)
		delete(user, "password")
	}
}

// HasPassword reports whether the password is the user's. For a user without a password, no password is right.
func HasPassword(user object.Object, password string) bool {
	want, got := object.Text(user, passwordHash), hashPassword(object.Text(user, "user_id"), password)
	return want != "" && subtle.ConstantTimeCompare([]byte(want), []byte(got)) == 1
}

func hashPassword(userID, password string) string {
	hash, err := pbkdf2.Key(sha256.New, password, []byte(userID), passwordRounds, sha256.Size)
	if err != nil {
		return "" // only if the program runs in a mode that forbids this hash; then nobody can log in
	}
	return hex.EncodeToString(hash)
}

// IsUser reports whether a user has the id: a user of the seed, or one with a consent.
//
// Assumption: whoever has a consent exists, so that a seed with consents needs no users.
func IsUser(t *tenant.Tenant, id string) bool {
	ofUser := func(o object.Object) bool { return object.Text(o, "user_id") == id }
	return t.Users.Get(id) != nil || t.UserGrants.Find(ofUser) != nil || t.RefreshTokens.Find(ofUser) != nil
}

// ForgetConnection removes a deleted connection from organizations, and deletes its users.
func ForgetConnection(t *tenant.Tenant, connection object.Object) {
	t.Users.RemoveWhere(func(user object.Object) bool { return user["connection"] == connection["name"] })
	for id, organization := range t.Organizations.All() {
		gone := object.Text(connection, "id")
		if OrganizationConnection(organization, gone) != nil {
			t.Organizations.Set(id, WithoutConnection(organization, gone))
		}
	}
}

// ForgetOrganization removes a deleted organization from its members, and deletes the refresh tokens for it.
func ForgetOrganization(t *tenant.Tenant, organizationID string) {
	t.RefreshTokens.RemoveWhere(func(token object.Object) bool {
		return object.Text(token, "organization_id") == organizationID
	})
	for id, user := range t.Users.All() {
		if IsMember(user, organizationID) {
			t.Users.Set(id, WithMembership(user, organizationID, false))
		}
	}
}

// WithMembership returns a user with a membership of an organization added or removed.
func WithMembership(user object.Object, organizationID string, member bool) object.Object {
	next := maps.Clone(user)
	others := slices.DeleteFunc(object.List(user, "organizations"), func(id string) bool { return id == organizationID })
	if member {
		others = append(others, organizationID)
	}
	next["organizations"] = object.Array(others...)
	return next
}

// IsMember reports whether a user is a member of an organization.
func IsMember(user object.Object, organizationID string) bool {
	return slices.Contains(object.List(user, "organizations"), organizationID)
}
