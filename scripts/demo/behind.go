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
	repair update // address of the resource that undoes it
}

// changesBehindBack are sorted by the addresses of the resources that undo them. Some change declared objects, others
// add undeclared ones.
var changesBehindBack = []changeBehindBack{
	{
		what: "write:products is added to the default permissions of the catalog API",
		make: widenDefaultPermissions,
		repair: update{
			`module.access.auth0access_api_default_permissions.this["catalog"]`,
			`user_access.scopes: -"write:products"`,
		},
	},
	{
		what: "Fastlane Logistics is granted write:products of the catalog API",
		make: addGrant,
		repair: update{
			`module.access.auth0access_client_grants_exclusive.this["fastlane"]`,
			`undeclared: -{"audience":"https://catalog.example.com/","subject_type":"client"}`,
		},
	},
	{
		what:   "the connection customers is demoted",
		make:   demoteConnection,
		repair: update{`module.access.auth0access_connection_domain_promotion.this["database"]`, "promoted: false -> true"},
	},
	{
		what: "the connection github, which nobody declared, is promoted",
		make: promoteConnection,
		repair: update{
			`module.access.auth0access_connection_domain_promotions_exclusive.this[0]`,
			`undeclared: -{"connection_id":"con_9dLbN2vQxYwEr41k","name":"github","strategy":"github"}`,
		},
	},
	{
		what: "the orders API gets default permissions, read:orders",
		make: addDefaultPermissions,
		repair: update{
			`module.access.auth0access_default_permissions_exclusive.this[0]`,
			`undeclared: -{"audience":"https://orders.example.com/","subject_type":"user"}`,
		},
	},
	{
		what:   "redirect protection of the shopping agent is switched off",
		make:   exposeCallbacks,
		repair: update{`module.access.auth0access_redirect_protection.this["shopping"]`, "enabled: false -> true"},
	},
}

func widenDefaultPermissions(ctx context.Context, t *tenant) error {
	grants, err := t.list(
		ctx,
		"client-grants?default_for=third_party_clients&audience="+url.QueryEscape("https://catalog.example.com/"),
	)
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

func addGrant(ctx context.Context, t *tenant) error {
	application, err := application(ctx, t, "Fastlane Logistics")
	if err != nil {
		return err
	}
	return t.call(ctx, http.MethodPost, "client-grants", object{
		"client_id":    application["client_id"],
		"audience":     "https://catalog.example.com/",
		"subject_type": "client",
		"scope":        []string{"write:products"},
	}, nil)
}

func addDefaultPermissions(ctx context.Context, t *tenant) error {
	return t.call(ctx, http.MethodPost, "client-grants", object{
		"default_for":  "third_party_clients",
		"audience":     "https://orders.example.com/",
		"subject_type": "user",
		"scope":        []string{"read:orders"},
	}, nil)
}

func demoteConnection(ctx context.Context, t *tenant) error {
	return setPromoted(ctx, t, "customers", false)
}

func promoteConnection(ctx context.Context, t *tenant) error {
	return setPromoted(ctx, t, "github", true)
}

func setPromoted(ctx context.Context, t *tenant, name string, promoted bool) error {
	connections, err := t.list(ctx, "connections")
	if err != nil {
		return err
	}
	connection, err := find(connections, "name", name)
	if err != nil {
		return err
	}
	change := object{"is_domain_connection": promoted}
	if displayName, ok := connection["display_name"]; ok {
		change["display_name"] = displayName // a PATCH without it would reset it
	}
	return t.call(ctx, http.MethodPatch, fmt.Sprint("connections/", connection["id"]), change, nil)
}

func exposeCallbacks(ctx context.Context, t *tenant) error {
	application, err := application(ctx, t, "Basket shopping agent")
	if err != nil {
		return err
	}
	return t.call(ctx, http.MethodPatch, fmt.Sprint("clients/", application["client_id"]),
		object{"redirection_policy": "allow_always"}, nil)
}

func application(ctx context.Context, t *tenant, name string) (object, error) {
	applications, err := t.list(ctx, "clients?is_first_party=false")
	if err != nil {
		return nil, err
	}
	return find(applications, "name", name)
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
