package page

import (
	_ "embed"
	"net/url"
	"strings"
)

//go:embed why.html.tmpl
var whySource string

// Question is a token that the visitor asks about, in the query of the page of an application.
type Question struct {
	Audience                 string
	ForItself                bool // and not for a user
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

// Scope is the scopes as they are written into the form.
func (q Question) Scope() string { return strings.Join(q.Scopes, " ") }

// Why is a question, its answer, and what there is to ask about.
type Why struct {
	Question
	Asked      bool
	Conditions []Condition
	// APIs, Organizations and Connections are suggested for the form.
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

// Condition is something that the token depends on.
type Condition struct {
	Name    string
	Refusal string // what the application is told if the condition is not met, "" if it is
}

// Choice is something that may be written into a field, and what people call it.
type Choice struct{ Value, Name string }

// choices is a list of suggestions with the id that a field finds it by.
type choices struct {
	ID      string
	Choices []Choice
}

// List returns suggestions for a field.
func (w Why) List(id string, list []Choice) any { return choices{id, list} }
