package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// The users of the tenant's seed.
const (
	customer, password = "ada@customer.example", "tea-and-cups"
	employee           = "sam@acme.example"
)

// question is a request to the tenant or to an API, with the answer that follows from the configuration.
type question struct {
	asked string
	ask   func(context.Context, *demo) (answer string, err error)
	want  string // the answer
	why   string
}

// Names of applications.
const (
	giftAgent    = "Basket gift agent" // registers itself
	reorderAgent = "Basket reorder agent"
	partner      = "Fastlane Logistics"
)

// questions are asked one after the other.
var questions = []question{
	{"an agent registers itself", registerAgent, "strict application", "anybody may register"},
	{
		"  it logs a customer in, for the catalog", agentLogsIn,
		"token: read:products", "default permissions",
	},
	{"  it reads the products", callCatalog(http.MethodGet), "200", "its token has read:products"},
	{"  it deletes the products", callCatalog(http.MethodDelete), "403", "its token has no write:products"},
	{
		"  it logs a customer in, for orders", loginOf(giftAgent, customer, ordersAudience),
		"error page: unauthorized_client", "no grant, no default permissions",
	},
	{
		"  it logs an employee in, for the catalog", loginOf(giftAgent, employee, catalogAudience),
		"no login", "the staff's connection is not promoted",
	},
	{
		reorderAgent + " logs a customer in, for orders", loginOf(reorderAgent, customer, ordersAudience),
		"token: read:orders", "a grant of its own",
	},
	{
		"Fastlane's server wants a token for orders", tokenFor(partner, ordersAudience),
		"token: read:orders update:shipments", "a grant of its own",
	},
	{
		"  and one for the catalog", tokenFor(partner, catalogAudience),
		"access_denied", "default permissions are for users alone",
	},
}

// ordersAudience is the identifier of the orders API.
const ordersAudience = "https://orders.example.com/"

// askAll asks the questions and shows them as a table. A wrong answer is an error.
func (d *demo) askAll(ctx context.Context, questions ...question) (outcome, error) {
	var table bytes.Buffer
	w := tabwriter.NewWriter(&table, 0, 0, 3, ' ', 0)
	_, _ = fmt.Fprintln(w, "ASKED\tANSWERED\tWHY")
	refused := 0
	for _, q := range questions {
		got, err := q.ask(ctx, d)
		if err == nil && got != q.want {
			err = fmt.Errorf("the answer is %q, and should be %q, because: %s", got, q.want, q.why)
		}
		if err != nil {
			return outcome{}, fmt.Errorf("%s: %w", strings.TrimSpace(q.asked), err)
		}
		if !slices.Contains([]string{"200", "strict application"}, got) && !strings.HasPrefix(got, "token: ") {
			refused++
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", q.asked, got, q.why)
	}
	_ = w.Flush()
	words := fmt.Sprintf("%d answered, %d refused", len(questions)-refused, refused)
	return outcome{words, strings.Split(strings.TrimSpace(table.String()), "\n")}, nil
}

func registerAgent(ctx context.Context, d *demo) (string, error) {
	d.agent = &agent{tenant: d.tenant}
	if err := d.agent.register(ctx); err != nil {
		return "", err
	}
	var registered object
	err := d.tenant.call(ctx, http.MethodGet, "clients/"+d.agent.clientID, nil, &registered)
	return fmt.Sprint(registered["third_party_security_mode"], " application"), err
}

func agentLogsIn(ctx context.Context, d *demo) (string, error) {
	scopes, err := d.agent.logIn(ctx, customer, password, catalogAudience, "read:products write:products")
	return "token: " + scopes, err
}

// callCatalog lets the agent call the API with its token.
func callCatalog(method string) func(context.Context, *demo) (string, error) {
	return func(ctx context.Context, d *demo) (string, error) {
		err := ask(ctx, method, d.catalog.address+"/products", d.agent.token, nil, nil)
		if refused, ok := errors.AsType[*refusal](err); ok {
			return strconv.Itoa(refused.status), nil
		}
		return strconv.Itoa(http.StatusOK), err
	}
}

// loginOf tries a login without a browser, and says how it ends.
func loginOf(name, user, audience string) func(context.Context, *demo) (string, error) {
	return func(ctx context.Context, d *demo) (string, error) {
		client, err := application(ctx, d.tenant, name)
		if err != nil {
			return "", err
		}
		var ended struct {
			End    string   `json:"end"`
			Error  string   `json:"error"`
			Scopes []string `json:"scopes"`
		}
		err = d.tenant.send(ctx, http.MethodPost, d.tenant.URL+"/__emulator/login", object{
			"client_id": client["client_id"], "user": user, "audience": audience,
			"scopes": []string{"read:orders", "create:orders"},
		}, &ended)
		switch ended.End {
		case "login_impossible":
			return "no login", err
		case "error_page":
			return "error page: " + ended.Error, err
		}
		return "token: " + strings.Join(ended.Scopes, " "), err
	}
}

// tokenFor requests a token as an application, with client_credentials.
func tokenFor(name, audience string) func(context.Context, *demo) (string, error) {
	return func(ctx context.Context, d *demo) (string, error) {
		client, err := application(ctx, d.tenant, name)
		if err != nil {
			return "", err
		}
		body, err := json.Marshal(object{
			"grant_type": "client_credentials", "client_id": client["client_id"], "client_secret": client["client_secret"],
			"audience": audience,
		})
		if err != nil {
			return "", err
		}
		var token struct {
			Scope string `json:"scope"`
		}
		err = ask(ctx, http.MethodPost, d.tenant.URL+"/oauth/token", "", body, &token)
		if refused, ok := errors.AsType[*refusal](err); ok {
			return refused.code, nil
		}
		return "token: " + token.Scope, err
	}
}
