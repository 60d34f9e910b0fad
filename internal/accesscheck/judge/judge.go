package judge

import (
	"errors"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// Question describes a token, and asks whether the application gets it.
type Question struct {
	ClientID     string // empty for any application that registers itself
	Audience     string
	SubjectType  string
	Scopes       []string // that the token must have
	Organization string   // id of the organization that the token is for; empty for none
	Connection   string   // name of the connection that users log in with; empty for any
	ByResource   bool     // whether the application names the API by `resource`, and not by `audience`
	Silent       bool     // whether it logs users in with `prompt=none`, so that they are shown no page
}

// Tenant reads what the result depends on. Judge calls a method only if its answer matters. Missing objects are nil.
type Tenant interface {
	Application() (*auth0.Application, error)
	Settings() (*auth0.TenantSettings, error)
	API() (*auth0.API, error)
	OwnGrant() (*auth0.ClientGrant, error)
	DefaultPermissions() (*auth0.ClientGrant, error)
	// Connections returns the connection of the question, or all if it names none.
	Connections() ([]auth0.Connection, error)
	Organization(id string) (*auth0.Organization, error)
	// Association returns the organization's setting for this one application.
	Association(organizationID string) (*auth0.OrganizationApplication, error)
	HasGrant(organizationID, grantID string) (bool, error)
	EnabledConnections(organizationID string) ([]auth0.OrganizationConnection, error)
	// HasConsent reports whether a user has consented to all the scopes, in the organization or, if the id is empty,
	// outside all organizations.
	HasConsent(organizationID string, scopes []string) (bool, error)
	ActiveRules() ([]auth0.Extension, error)
	ActiveExchangeHooks() ([]auth0.Extension, error)
	RateLimitPolicies() ([]auth0.RateLimitPolicy, error)
}

// State says how a condition stands.
type State string

// The states. NotApplicable does not prevent access.
const (
	Met           State = "met"
	Unmet         State = "unmet"
	Unknown       State = "unknown"
	NotApplicable State = "not_applicable"
)

// Condition is one condition of access.
type Condition struct {
	Name     string `json:"name"`
	State    State  `json:"state"`
	Evidence string `json:"evidence"`         // a sentence
	Remedy   string `json:"remedy,omitempty"` // a sentence, if the condition is unmet or unknown
}

// Result is the answer to a question.
type Result struct {
	// Allowed is whether the application gets the token; false also if that is not known.
	Allowed bool `json:"allowed"`
	// Reason is the evidence and the remedy of the first condition that is unmet or, if none is, unknown.
	Reason     string      `json:"reason"`
	Conditions []Condition `json:"conditions"`
}

// Judge answers a question. A missing scope makes a condition unknown; it returns every other error of the tenant.
func Judge(q Question, tenant Tenant) (Result, error) {
	c := &check{Question: q, tenant: tenant}
	for _, condition := range []struct {
		name  string
		judge func() verdict
	}{
		{"application", c.application},
		{"api", c.api},
		{"access_policy", c.accessPolicy},
		{"grant", c.grant},
		{"scopes", c.scopes},
		{"grant_types", c.grantTypes},
		{"authentication", c.authentication},
		{"callbacks", c.callbacks},
		{"connection", c.connection},
		{"organization", c.organization},
		{"organization_connection", c.organizationConnection},
		{"consent", c.consent},
		{"rules", c.rules},
		{"hooks", c.hooks},
		{"resource_parameter", c.resourceParameter},
		{"rate_limit", c.rateLimit},
	} {
		v := condition.judge()
		if c.failure != nil {
			return Result{}, c.failure
		}
		c.result.Conditions = append(c.result.Conditions, Condition{condition.name, v.state, v.evidence, v.remedy})
	}
	c.conclude()
	return c.result, nil
}

// check judges the conditions in order. Its fields keep for later conditions what earlier ones have read.
type check struct {
	Question
	tenant  Tenant
	result  Result
	failure error

	app      *auth0.Application // nil if it is not there or not known
	settings *auth0.TenantSettings
	found    *auth0.API
	granted  granted
	promoted []auth0.Connection
	org      *auth0.Organization // that tokens are for
}

// conclude derives the result from the conditions.
func (c *check) conclude() {
	worst := Condition{State: Met}
	for _, one := range c.result.Conditions {
		if one.State == Unmet && worst.State != Unmet || one.State == Unknown && worst.State == Met {
			worst = one
		}
	}
	c.result.Allowed = worst.State == Met
	c.result.Reason = strings.TrimSpace(worst.Evidence + " " + worst.Remedy)
	if c.result.Allowed {
		c.result.Reason = "The application gets the token. " + c.granted.evidence
	}
}

func (c *check) isForUsers() bool { return c.SubjectType == auth0.SubjectTypeUser }

// verdict is the state of a condition, with its evidence and remedy.
type verdict struct {
	state            State
	evidence, remedy string
}

func met(evidence string) verdict           { return verdict{state: Met, evidence: evidence} }
func unmet(evidence, remedy string) verdict { return verdict{Unmet, evidence, remedy} }
func notApplicable(why string) verdict      { return verdict{state: NotApplicable, evidence: why} }

// unsure is the verdict on a condition that cannot be judged, because another one is unmet or unknown.
func (c *check) unsure(on string) verdict {
	for _, one := range c.result.Conditions {
		if one.Name == on && one.State == Unknown {
			return verdict{Unknown, "It depends on the condition " + on + ".", "See that condition."}
		}
	}
	return notApplicable("It depends on the condition " + on + ".")
}

// read asks the tenant. If a scope is missing, ok is false and the verdict says so; if the tenant fails, ok is false
// and c.failure says why.
func read[T any](c *check, what string, ask func() (T, error)) (answer T, v verdict, ok bool) {
	answer, err := ask()
	var refusal *auth0.Error
	switch {
	case err == nil:
		return answer, verdict{}, true
	case auth0.IsScope(err) && errors.As(err, &refusal):
		scopes := refusal.MissingScopes()
		if len(scopes) == 0 {
			scopes = []string{"that " + refusal.Path + " requires"}
		}
		return answer, verdict{
			Unknown, "The access token may not read " + what + ".", "Give it the scope " + scopes[0] + ".",
		}, false
	}
	c.failure = err
	return answer, verdict{}, false
}
