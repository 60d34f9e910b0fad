package ratelimitpolicy

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// uncheckedKey marks in the private state a policy of which it is not known whether its application is third-party. A
// move asks nobody; the next Read does.
const uncheckedKey = "unchecked"

// movedPolicy is the state of auth0_rate_limit_policy. What is not set there is zero.
type movedPolicy struct {
	ID               string `json:"id"`
	ConsumerSelector string `json:"consumer_selector"`
	Configuration    []struct {
		Action      string `json:"action"`
		Limit       int64  `json:"limit"`
		RedirectURI string `json:"redirect_uri"`
	} `json:"configuration"`
}

// policy returns the policy.
func (m *movedPolicy) policy() *auth0.RateLimitPolicy {
	policy := &auth0.RateLimitPolicy{ID: m.ID, ConsumerSelector: m.ConsumerSelector}
	for _, configuration := range m.Configuration {
		policy.Configuration.Action = configuration.Action
		policy.Configuration.RedirectURI = configuration.RedirectURI
		if configuration.Action != auth0.RateLimitAllow {
			policy.Configuration.Limit = &configuration.Limit
		}
	}
	return policy
}

// MoveState takes over policies from auth0_rate_limit_policy.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tf.MoveFrom(
		"auth0_rate_limit_policy",
		func(ctx context.Context, source *movedPolicy, resp *resource.MoveStateResponse) {
			policy := source.policy()
			if !isSelector(policy.ConsumerSelector) {
				resp.Diagnostics.AddError("Policy is not for applications", unknownSelector(policy))
				return
			}
			resp.Diagnostics.Append(tf.Set(ctx, &resp.TargetState, modelOf(policy))...)
			resp.Diagnostics.Append(resp.TargetPrivate.SetKey(ctx, uncheckedKey, []byte("true"))...)
		},
	)
}

func unknownSelector(policy *auth0.RateLimitPolicy) string {
	return fmt.Sprintf("%s is for %q, which this provider does not know. It manages policies for one application and for "+
		"the groups third_party_clients, cimd_clients and default. Leave the policy out of the configuration.",
		policy.ID, auth0.Printable(policy.ConsumerSelector))
}
