package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// changeBehindBack is a change that somebody makes without Terraform.
type changeBehindBack struct {
	what   string // in words
	make   func(context.Context, *tenant) error
	repair update // that undoes it
}

// changesBehindBack are in the order of the addresses of what repairs them.
var changesBehindBack = []changeBehindBack{
	{
		what:   "write:products is added to the default permissions of the catalog API",
		make:   widenDefaultPermissions,
		repair: update{`auth0access_api_default_permissions.catalog`, `user_access.scopes: -"write:products"`},
	},
	{
		what:   "the connection customers is demoted",
		make:   demoteConnection,
		repair: update{`auth0access_connection_domain_promotion.customers["database"]`, "promoted: false -> true"},
	},
	{
		what:   "redirect protection of the shopping agent is switched off",
		make:   exposeCallbacks,
		repair: update{`auth0access_redirect_protection.shopping_agent`, "enabled: false -> true"},
	},
}

func widenDefaultPermissions(ctx context.Context, t *tenant) error {
	grants, err := t.list(ctx, "client-grants?default_for=third_party_clients&audience="+url.QueryEscape("https://catalog.example.com/"))
	if err != nil {
		return err
	}
	grant, err := find(grants, "subject_type", "user")
	if err != nil {
		return err
	}
	return t.call(ctx, http.MethodPatch, fmt.Sprint("client-grants/", grant["id"]),
		object{"scope": []string{"read:products", "write:products"}}, nil)
}

func demoteConnection(ctx context.Context, t *tenant) error {
	connections, err := t.list(ctx, "connections")
	if err != nil {
		return err
	}
	connection, err := find(connections, "name", "customers")
	if err != nil {
		return err
	}
	// A display_name left out would be reset.
	return t.call(ctx, http.MethodPatch, fmt.Sprint("connections/", connection["id"]),
		object{"is_domain_connection": false, "display_name": connection["display_name"]}, nil)
}

func exposeCallbacks(ctx context.Context, t *tenant) error {
	applications, err := t.list(ctx, "clients?is_first_party=false")
	if err != nil {
		return err
	}
	application, err := find(applications, "name", "Basket shopping agent")
	if err != nil {
		return err
	}
	return t.call(ctx, http.MethodPatch, fmt.Sprint("clients/", application["client_id"]),
		object{"redirection_policy": "allow_always"}, nil)
}

// find returns the object whose member has the value.
func find(objects []object, member, value string) (object, error) {
	for _, o := range objects {
		if o[member] == value {
			return o, nil
		}
	}
	return nil, errors.New("the tenant has none whose " + member + " is " + value)
}
