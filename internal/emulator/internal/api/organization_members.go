package api

import (
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
)

var memberKeys = object.Order{"user_id", "email", "picture", "name"}

func organizationMemberEndpoints() []endpoint {
	const all = "/organizations/{id}/members"
	return []endpoint{
		{
			http.MethodGet, all, one("read:organization_members"), schema.Queries["organization-members"], nil,
			listOrganizationMembers,
		},
		{
			http.MethodPost, all, one("create:organization_members"), schema.Queries["none"], schema.OrganizationMembers,
			createOrganizationMembers,
		},
		{
			http.MethodDelete, all, one("delete:organization_members"), schema.Queries["none"], schema.OrganizationMembers,
			deleteOrganizationMembers,
		},
	}
}

func listOrganizationMembers(c *call) (answer.Reply, error) {
	if _, err := c.organization(); err != nil {
		return answer.Reply{}, err
	}
	rows := c.tenant.Users.Matching(func(user object.Object) bool { return rules.IsMember(user, c.id("id")) })
	return c.page(listing{
		key: "members", rows: rows, totalsLast: true, checkpoint: true, capped: true,
		show: func(user object.Object) any {
			shown := object.Object{}
			for _, key := range memberKeys {
				if value, has := user[key]; has {
					shown[key] = value
				}
			}
			return memberKeys.Arrange(c.selectFields(shown))
		},
	})
}

// createOrganizationMembers adds users to an organization. It succeeds even for users who are members already.
//
// Assumption: one user who does not exist refuses all; the answer has no content, as that of the call about roles.
func createOrganizationMembers(c *call) (answer.Reply, error) {
	if _, err := c.organization(); err != nil {
		return answer.Reply{}, err
	}
	members := object.List(c.object(), "members")
	for _, id := range members {
		if c.tenant.Users.Get(id) == nil || c.replica.Users.Get(id) == nil {
			return answer.Reply{}, answer.ErrUserMissing
		}
	}
	for _, id := range members {
		c.tenant.Users.Set(id, rules.WithMembership(c.tenant.Users.Get(id), c.id("id"), true))
	}
	return answer.NoContent()
}

// deleteOrganizationMembers removes users from an organization. It succeeds even for users who are not members.
func deleteOrganizationMembers(c *call) (answer.Reply, error) {
	if _, err := c.organization(); err != nil {
		return answer.Reply{}, err
	}
	for _, id := range object.List(c.object(), "members") {
		if user := c.tenant.Users.Get(id); user != nil {
			c.tenant.Users.Set(id, rules.WithMembership(user, c.id("id"), false))
		}
	}
	return answer.NoContent()
}
