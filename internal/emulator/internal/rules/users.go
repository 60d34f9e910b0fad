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

// passwordRounds is few: the passwords are those of users who do not exist.
const passwordRounds = 100

// ApplyUserDefaults adds what Auth0 adds to a user on creation, and puts the hash of the password in its place.
func ApplyUserDefaults(user, connection object.Object) {
	object.SetDefault(user, "user_id", tenant.NewUserID(object.Text(connection, "strategy")))
	object.SetDefault(user, "name", user["email"])
	object.SetDefault(user, "organizations", object.Array())
	if password, given := user["password"].(string); given {
		user[passwordHash] = hashPassword(object.Text(user, "user_id"), password)
		delete(user, "password")
	}
}

// HasPassword reports whether the password is the user's. One without a password has none that is right.
func HasPassword(user object.Object, password string) bool {
	want, got := object.Text(user, passwordHash), hashPassword(object.Text(user, "user_id"), password)
	return want != "" && subtle.ConstantTimeCompare([]byte(want), []byte(got)) == 1
}

func hashPassword(userID, password string) string {
	hash, err := pbkdf2.Key(sha256.New, password, []byte(userID), passwordRounds, sha256.Size)
	if err != nil {
		return "" // only if the program runs in a mode that allows no such hash; nobody can log in then
	}
	return hex.EncodeToString(hash)
}

// IsUser reports whether somebody has the id: a user who can log in, or one who has consented before.
//
// Assumption: whoever has a consent exists, so that consents need no users beside them.
func IsUser(t *tenant.Tenant, id string) bool {
	ofUser := func(o object.Object) bool { return object.Text(o, "user_id") == id }
	return t.Users.Get(id) != nil || t.UserGrants.Find(ofUser) != nil || t.RefreshTokens.Find(ofUser) != nil
}

// ForgetConnection takes a connection that is gone from the organizations that it was enabled for, and its users with
// it.
func ForgetConnection(t *tenant.Tenant, connection object.Object) {
	t.Users.RemoveWhere(func(user object.Object) bool { return user["connection"] == connection["name"] })
	for id, organization := range t.Organizations.All() {
		gone := object.Text(connection, "id")
		if OrganizationConnection(organization, gone) != nil {
			t.Organizations.Set(id, WithoutConnection(organization, gone))
		}
	}
}

// ForgetOrganization takes an organization that is gone from its members, with the refresh tokens for it.
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

// WithMembership returns a user as a member of an organization, or no longer as one.
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
