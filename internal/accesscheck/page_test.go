package accesscheck_test

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

// why is the answer on the emulator's page of an application. The page shares no code with the data source.
type why struct {
	allowed string   // "true" or "false", or "" if the tenant has no such application
	unmet   []string // the page's names of the conditions
}

// askPage asks the question of the data source on the page.
func askPage(on tester, address string, question object) (said why) {
	on.Helper()
	query := url.Values{"scope": {strings.Join(texts(question["scopes"]), " ")}}
	for argument, field := range map[string]string{
		"client_id": "client_id", "audience": "audience", "subject_type": "subject_type", "organization_id": "organization",
		"connection_name": "connection",
	} {
		if value, isAsked := question[argument].(string); isAsked {
			query.Set(field, value)
		}
	}
	if question["resource_parameter"] == true {
		query.Set("by_resource", "1")
	}
	if question["prompt_none"] == true {
		query.Set("silent", "1")
	}
	response, err := loopback.Client.Get(address + "/__emulator/application?" + query.Encode())
	if err != nil {
		on.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	page, err := html.Parse(response.Body)
	if err != nil {
		on.Fatal(err)
	}
	for node := range page.Descendants() {
		attributes := map[string]string{}
		for _, a := range node.Attr {
			attributes[a.Key] = a.Val
		}
		if allowed, isThere := attributes["data-allowed"]; isThere {
			said.allowed = allowed
		}
		if attributes["data-met"] == "false" {
			said.unmet = append(said.unmet, attributes["data-condition"])
		}
	}
	return said
}

// allows reports whether the page says that the application gets the token.
func (w why) allows() bool { return w.allowed == "true" }

// onPage maps conditions of the data source to conditions on the page, if the page combines several in one.
var onPage = map[string]string{
	"api": "api_access", "access_policy": "api_access", "grant": "api_access", "resource_parameter": "api_access",
	"authentication": "grant_type", "callbacks": "redirect_uri", "organization_connection": "connection",
	"rules": "rules_and_hooks", "hooks": "rules_and_hooks",
}

// namesOnPage returns the names of conditions on the page. An application that does not exist has no page.
func namesOnPage(conditions []string, subjectType string) (names []string) {
	for _, name := range conditions {
		switch other, isOther := onPage[name]; {
		case name == "application":
			continue
		case name == "grant_types":
			name = map[string]string{"user": "response_type", "client": "grant_type"}[subjectType]
		case isOther:
			name = other
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
