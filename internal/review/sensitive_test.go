package review_test

import (
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

// A value that is marked as sensitive in one place of a plan is not printed from any other place.
func TestSensitiveInOnePlace(t *testing.T) {
	t.Parallel()
	const secret, thing = "hush", "aws_thing.x"
	drift := func(change m) m {
		change["actions"] = []any{"update"}
		return m{"resource_drift": []any{m{"address": staff, "type": "auth0access_connection_domain_promotion", "mode": "managed", "change": change}}}
	}
	for place, test := range map[string]struct {
		members m
		other   resourceChange
	}{
		"before": {other: resourceChange{
			address: thing, before: m{"a": secret}, more: m{"before_sensitive": m{"a": true}, "after_sensitive": false},
		}},
		"after": {other: resourceChange{
			address: thing, after: m{"a": secret}, more: m{"before_sensitive": false, "after_sensitive": m{"a": true}},
		}},
		"a list": {other: resourceChange{
			address: thing, after: m{"a": []any{"open", secret}}, sensitive: m{"a": []any{false, true}},
		}},
		"drift, before": {members: drift(m{"before": m{"name": secret}, "after": m{"name": "x"}, "before_sensitive": m{"name": true}})},
		"drift, after":  {members: drift(m{"before": m{"name": "x"}, "after": m{"name": secret}, "after_sensitive": m{"name": true}})},
		"a data source in a module": {members: m{"prior_state": m{"values": m{"root_module": m{"child_modules": []any{m{"resources": []any{m{
			"address": "module.a.data.aws_thing.x", "mode": "data", "type": "aws_thing", "values": m{"a": secret}, "sensitive_values": m{"a": true},
		}}}}}}}}},
	} {
		resources := []resourceChange{{address: byAll, after: defaults(secret)}}
		if test.other.address != "" {
			resources = append(resources, test.other)
		}
		text := outputs(t, planOf(t, test.members, resources...).Review(review.Options{}))
		if strings.Contains(text, secret) || !strings.Contains(text, "(sensitive value 1)") {
			t.Errorf("%s: a sensitive value is printed:\n%s", place, text)
		}
	}
}

// No sentence reveals a sensitive value.
func TestReviewOfSensitiveWords(t *testing.T) {
	t.Parallel()
	checkReviews(t, map[string]reviewed{
		"an end": {
			resources: []resourceChange{partnerStays, {
				address: own, before: ending("2027-01-01T00:00:00Z", "active", orders), after: ending("2028-01-01T00:00:00Z", "active", orders),
				sensitive: m{"expires_at": true},
			}},
			want: []string{`not-known: Until when "` + own + `" gives access is known only after apply.`},
		},
		"a mode": {
			resources: []resourceChange{{
				address: app, before: partner("Northwind"), after: partner("Northwind", "security_mode", "permissive"), sensitive: m{"security_mode": true},
			}},
			want: []string{`not-known: "security_mode" of "auth0access_third_party_application.partner" is sensitive: whether the application is permissive cannot be judged.`},
		},
		"grant types": {
			resources: []resourceChange{
				{address: app, after: partner("Northwind", "grant_types", []any{}), sensitive: m{"grant_types": true}},
				unchanged(own, grant("tpc_northwind", orders, []any{"a"})),
			},
			want: []string{
				`application-added: "Northwind" is a new third-party application. It gets the default permissions of every API, and logs in the users of every promoted connection.`,
				`perhaps access-gained: "Northwind" may gain "a" of the API "https://orders.example.com/" for its users, by a grant of its own, depending on values that the plan does not show.`,
			},
		},
		"everything": {
			resources: []resourceChange{{
				address: anyone, before: m{"enabled": false}, after: m{"enabled": true}, more: m{"before_sensitive": true, "after_sensitive": true},
			}},
			want: []string{`perhaps registration-opened: Anybody can register third-party applications: they get the default permissions of every API. This depends on values that the plan does not show.`},
		},
	})
}
