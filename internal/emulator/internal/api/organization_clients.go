package api

import (
	"maps"
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

func organizationClientEndpoints() []endpoint {
	const all, each = "/organizations/{id}/clients", "/organizations/{id}/clients/{client_id}"
	none, bodies := schema.Queries["none"], schema.OrganizationClients
	endpoints := []endpoint{
		{
			http.MethodGet, all, one("read:organization_clients"), schema.Queries["organization-clients"], nil,
			listOrganizationClients,
		},
		{http.MethodPost, all, one("create:organization_clients"), none, bodies.Create, createOrganizationClients},
		{
			http.MethodDelete, all, one("delete:organization_clients"), none, schema.OrganizationClientsRemoved,
			deleteOrganizationClients,
		},
		{http.MethodGet, each, one("read:organization_clients"), none, nil, getOrganizationClient},
		{http.MethodPatch, each, one("update:organization_clients"), none, bodies.Update, updateOrganizationClient},
	}
	for i, e := range endpoints {
		endpoints[i].handle = func(c *call) (answer.Reply, error) {
			if err := rules.CheckAssociationsOffered(c.tenant); err != nil {
				return answer.Reply{}, err
			}
			if _, err := c.organization(); err != nil {
				return answer.Reply{}, err
			}
			return e.handle(c)
		}
	}
	return endpoints
}

func listOrganizationClients(c *call) (answer.Reply, error) {
	rows := c.tenant.OrganizationClients.Matching(func(association object.Object) bool {
		return object.Text(association, "organization_id") == c.id("id")
	})
	return c.checkpointPage(listing{key: "clients", rows: rows, show: c.showAssociation})
}

func createOrganizationClients(c *call) (answer.Reply, error) {
	clients := object.Objects(c.object()["clients"])
	for _, given := range clients {
		if c.replica.Clients.Get(object.Text(given, "client_id")) == nil {
			return answer.Reply{}, answer.ErrClientMissing
		}
	}
	if err := rules.CheckAssociations(c.tenant, c.id("id"), clients); err != nil {
		return answer.Reply{}, err
	}
	shown := make([]any, len(clients))
	for i, given := range clients {
		association := object.Clone(given)
		rules.ApplyAssociationDefaults(association)
		association["organization_id"] = c.id("id")
		id := tenant.AssociationID(c.id("id"), object.Text(given, "client_id"))
		c.tenant.OrganizationClients.Add(id, association, c.now)
		shown[i] = c.showAssociation(association)
	}
	return answer.Created(shown)
}

func getOrganizationClient(c *call) (answer.Reply, error) {
	association, err := c.association()
	if err != nil {
		return answer.Reply{}, err
	}
	return answer.OK(c.showAssociation(association))
}

func updateOrganizationClient(c *call) (answer.Reply, error) {
	association, err := c.association()
	if err != nil {
		return answer.Reply{}, err
	}
	next := maps.Clone(association)
	maps.Copy(next, c.object())
	c.tenant.OrganizationClients.Set(tenant.AssociationID(c.id("id"), c.id("client_id")), next)
	return answer.OK(c.showAssociation(next))
}

// deleteOrganizationClients removes clients from an organization. It succeeds even if they are not associated with it.
func deleteOrganizationClients(c *call) (answer.Reply, error) {
	for _, clientID := range object.List(c.object(), "clients") {
		c.tenant.OrganizationClients.Remove(tenant.AssociationID(c.id("id"), clientID))
	}
	return answer.NoContent()
}

// association finds the association of the path.
//
// Assumption: the wording; the documentation says 404 for an association that does not exist.
func (c *call) association() (object.Object, error) {
	association := c.tenant.OrganizationClients.Get(tenant.AssociationID(c.id("id"), c.id("client_id")))
	if association == nil {
		return nil, answer.NotFound("", "The client is not associated with the organization")
	}
	return association, nil
}

// showAssociation shows what was associated, with a summary of the client.
func (c *call) showAssociation(association object.Object) any {
	summary := object.Document{}
	client := c.tenant.Clients.Get(object.Text(association, "client_id"))
	for _, key := range []string{"name", "app_type", "logo_uri", "is_first_party", "grant_types", "organization_usage"} {
		if value, has := client[key]; has {
			summary = summary.With(key, value)
		}
	}
	return object.Document{}.With("client_id", association["client_id"]).
		With("use_for_member_access", association["use_for_member_access"]).
		With("client", summary)
}
