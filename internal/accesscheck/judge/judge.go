package judge

import (
	"errors"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// Question is what is asked: does the application get a token like this one?
type Question struct {
	ClientID     string // empty for any application that registers itself
	Audience     string
	SubjectType  string
	Scopes       []string // that the token is to have
	Organization string   // id of the one that the token is to be for; empty for none
	Connection   string   // name of the one that users log in with; empty for any
	ByResource   bool     // whether the application names the API by `resource`, and not by `audience`
	Silent       bool     // whether it logs users in with `prompt=none`, so that they are shown no page
}

// Tenant is what the judgement depends on. Each question is asked only if the answer decides. Missing objects are nil.
type Tenant interface {
	Application() (*auth0.Application, error)
	Settings() (*auth0.TenantSettings, error)
	API() (*auth0.API, error)
	OwnGrant() (*auth0.ClientGrant, error)
	DefaultPermissions() (*auth0.ClientGrant, error)
	// Connections are the one that is asked about, or else all.
	Connections() ([]auth0.Connection, error)
	Organization(id string) (*auth0.Organization, error)
	// Association is the organization's setting for the application alone.
	Association(organizationID string) (*auth0.OrganizationApplication, error)
	HasGrant(organizationID, grantID string) (bool, error)
	EnabledConnections(organizationID string) ([]auth0.OrganizationConnection, error)
	// HasConsent reports whether a user has consented to all the scopes, in the organization or, without one, outside.
	HasConsent(organizationID string, scopes []string) (bool, error)
	ActiveRules() ([]auth0.Extension, error)
	ActiveExchangeHooks() ([]auth0.Extension, error)
	RateLimitPolicies() ([]auth0.RateLimitPolicy, error)
}

// State says how a condition stands.
type State string

// The states. The last does not stand in the way of access.
const (
	Met           State = "met"
	Unmet         State = "unmet"
	Unknown       State = "unknown"
	NotApplicable State = "not_applicable"
)

// Condition is one of those that decide.
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

// Judge answers a question. The error is the first of the tenant's that is no refusal for want of a scope.
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
	c.sum()
	return c.result, nil
}

// check is the walk through the conditions, with what the earlier ones found out for the later ones.
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

// sum draws the conclusion.
func (c *check) sum() {
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

// verdict is what a condition comes to.
type verdict struct {
	state            State
	evidence, remedy string
}

func met(evidence string) verdict           { return verdict{state: Met, evidence: evidence} }
func unmet(evidence, remedy string) verdict { return verdict{Unmet, evidence, remedy} }
func notApplicable(why string) verdict      { return verdict{state: NotApplicable, evidence: why} }

// unsure is the verdict on a condition that depends on others that are not met, or not known.
func (c *check) unsure(on string) verdict {
	for _, one := range c.result.Conditions {
		if one.Name == on && one.State == Unknown {
			return verdict{Unknown, "It depends on the condition " + on + ".", "See there."}
		}
	}
	return notApplicable("It depends on the condition " + on + ".")
}

// read returns what an answer is. If it may not be known, or the tenant fails, ok is false, and the verdict says why.
func read[T any](c *check, what string, ask func() (T, error)) (answer T, v verdict, ok bool) {
	answer, err := ask()
	var refusal *auth0.Error
	switch {
	case err == nil:
		return answer, verdict{}, true
	case auth0.IsScope(err) && errors.As(err, &refusal):
		scopes := refusal.MissingScopes()
		if len(scopes) == 0 {
			scopes = []string{"that " + refusal.Path + " demands"}
		}
		return answer, verdict{
			Unknown, "The access token may not see " + what + ".", "Give it the scope " + scopes[0] + ".",
		}, false
	}
	c.failure = err
	return answer, verdict{}, false
}
