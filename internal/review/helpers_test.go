package review_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

type m = map[string]any

// resourceChange is a resource change of a plan.
type resourceChange struct {
	address       string
	before, after m
	unknown       m
	sensitive     m // of both
	more          m // of the change
}

// typeOf returns the type of an address.
func (r resourceChange) typeOf() string {
	address, _, _ := strings.Cut(r.address, "[\"")
	if strings.HasPrefix(r.address, "module") {
		address = r.address
	}
	parts := strings.Split(address, ".")
	return parts[len(parts)-2]
}

func (r resourceChange) actions() []string {
	switch {
	case r.before == nil:
		return []string{"create"}
	case r.after == nil:
		return []string{"delete"}
	default:
		before, _ := json.Marshal(r.before)
		after, _ := json.Marshal(r.after)
		if bytes.Equal(before, after) && r.unknown == nil {
			return []string{"no-op"}
		}
		return []string{"update"}
	}
}

// planOf writes a plan as "terraform show -json" does. members are more of the document.
func planOf(t testing.TB, members m, resources ...resourceChange) *review.Plan {
	t.Helper()
	plan, err := review.ReadPlan(bytes.NewReader(planText(t, members, resources...)))
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func planText(t testing.TB, members m, resources ...resourceChange) []byte {
	t.Helper()
	changes := []any{}
	for _, r := range resources {
		change := m{
			"actions": r.actions(), "before": r.before, "after": r.after, "after_unknown": r.unknown,
			"before_sensitive": r.sensitive, "after_sensitive": r.sensitive,
		}
		one := m{"address": r.address, "mode": "managed", "type": r.typeOf(), "change": change}
		for name, value := range r.more {
			if name == "previous_address" || name == "deposed" {
				one[name] = value
			} else {
				change[name] = value
			}
		}
		changes = append(changes, one)
	}
	document := m{"format_version": "1.2", "resource_changes": changes}
	for name, value := range members {
		document[name] = value
	}
	text, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// lines returns the findings, one line each.
func lines(r *review.Report) (lines []string) {
	for _, f := range r.Findings {
		line := f.Code + ": " + f.Sentence.String()
		if !f.Certain && f.Kind != review.Unknown {
			line = "perhaps " + line
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

const (
	orders = "https://orders.example.com/"
	files  = "https://files.example.com/"
)

// partner is the attributes of an application with the address.
func partner(name string, more ...any) m {
	app := m{
		"client_id": "tpc_" + strings.ToLower(name), "name": name, "security_mode": "strict", "callbacks": []any{},
		"grant_types": []any{"authorization_code", "client_credentials"}, "token_endpoint_auth_method": "client_secret_post",
	}
	return with(app, more...)
}

// uses is a change of an application's organization_usage.
func uses(name string, before, after any) resourceChange {
	return resourceChange{
		address: "auth0access_third_party_application." + name,
		before:  partner(name, "organization_usage", before), after: partner(name, "organization_usage", after),
	}
}

func grant(clientID, audience string, scopes []any, more ...any) m {
	return with(m{"client_id": clientID, "audience": audience, "subject_type": "user", "scopes": scopes, "all_scopes": false}, more...)
}

func defaults(scopes ...any) m {
	return m{"audience": orders, "user_access": m{"scopes": scopes, "all_scopes": false}, "client_access": nil}
}

func with(values m, more ...any) m {
	for i := 0; i < len(more); i += 2 {
		name, _ := more[i].(string)
		values[name] = more[i+1]
	}
	return values
}

// unchanged is a resource without changes.
func unchanged(address string, values m) resourceChange {
	return resourceChange{address: address, before: values, after: values}
}
