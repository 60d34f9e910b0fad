package page

import (
	_ "embed"
	"net/url"
	"strings"
)

//go:embed why.html.tmpl
var whySource string

// Question describes a token of an application, from the query of the application's page.
type Question struct {
	Audience                 string
	ForItself                bool // client_credentials, and not for a user
	Scopes                   []string
	ByResource               bool   // whether the application names the API by the parameter resource
	Silent                   bool   // whether it logs users in with prompt=none
	Organization, Connection string // "" for none
}

// ParseQuestion reads a question from a query. isAsked is false if there is none.
func ParseQuestion(query url.Values) (q Question, isAsked bool) {
	q = Question{
		Audience: query.Get("audience"), Organization: query.Get("organization"), Connection: query.Get("connection"),
		ForItself: query.Get("subject_type") == "client", Scopes: strings.Fields(query.Get("scope")),
		ByResource: query.Has("by_resource"), Silent: query.Has("silent"),
	}
	return q, q.Audience != ""
}

// Scope returns the scopes as the form shows them.
func (q Question) Scope() string { return strings.Join(q.Scopes, " ") }

// Why is a question with its answer, and suggestions for the form.
type Why struct {
	Question
	Asked      bool
	Conditions []Condition
	// APIs, Organizations and Connections are suggestions for the form.
	APIs, Organizations, Connections []Choice
}

// Allowed reports whether the application gets the token.
func (w Why) Allowed() bool {
	for _, condition := range w.Conditions {
		if condition.Refusal != "" {
			return false
		}
	}
	return w.Asked
}

// Condition is a condition of the token.
type Condition struct {
	Name    string
	Refusal string // the error that the application gets, "" if the condition is met
}

// Choice is a possible value of a field, with its display name.
type Choice struct{ Value, Name string }

// choices is a list of suggestions, with the id by which a field refers to it.
type choices struct {
	ID      string
	Choices []Choice
}

// List returns suggestions for a field.
func (w Why) List(id string, list []Choice) any { return choices{id, list} }
