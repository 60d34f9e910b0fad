package ratelimitpolicy

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// The arguments that say which applications a policy is for, of which one is given.
const (
	argumentClientID    = "client_id"
	argumentMetadataURL = "metadata_url"
	argumentAppliesTo   = "applies_to"
)

type model struct {
	ID          types.String `tfsdk:"id"`
	ClientID    types.String `tfsdk:"client_id"`
	MetadataURL types.String `tfsdk:"metadata_url"`
	AppliesTo   types.String `tfsdk:"applies_to"`
	Action      types.String `tfsdk:"action"`
	Limit       types.Int64  `tfsdk:"limit"`
	RedirectURI types.String `tfsdk:"redirect_uri"`
}

// modelOf returns the state of a policy.
func modelOf(policy *auth0.RateLimitPolicy) model {
	m := model{
		ID:          types.StringValue(policy.ID),
		Action:      types.StringValue(policy.Configuration.Action),
		Limit:       types.Int64PointerValue(policy.Configuration.Limit),
		RedirectURI: tf.StringOrNull(policy.Configuration.RedirectURI),
	}
	one := strings.TrimPrefix(policy.ConsumerSelector, auth0.SelectorOfApplication(""))
	switch isOfOne := one != policy.ConsumerSelector; {
	case !isOfOne:
		m.AppliesTo = types.StringValue(policy.ConsumerSelector)
	case strings.HasPrefix(one, "https://"):
		m.MetadataURL = types.StringValue(one)
	default:
		m.ClientID = types.StringValue(one)
	}
	return m
}

// argument returns the name of the argument that says which applications the policy is for.
func (m model) argument() string {
	switch {
	case !m.ClientID.IsNull():
		return argumentClientID
	case !m.MetadataURL.IsNull():
		return argumentMetadataURL
	default:
		return argumentAppliesTo
	}
}

// selector returns what Auth0 calls the applications that the policy is for. It is empty if that is not known.
func (m model) selector() string {
	switch {
	case m.ClientID.ValueString() != "":
		return auth0.SelectorOfApplication(m.ClientID.ValueString())
	case m.MetadataURL.ValueString() != "":
		return auth0.SelectorOfApplication(m.MetadataURL.ValueString())
	default:
		return m.AppliesTo.ValueString()
	}
}

// whom names the applications that the policy is for, in the middle of a sentence.
func (m model) whom() string {
	switch m.AppliesTo.ValueString() {
	case auth0.SelectThirdParties:
		return "all strict third-party applications"
	case auth0.SelectDocuments:
		return "all applications that a document describes"
	case auth0.SelectDefault:
		return "all applications without another policy"
	}
	if m.selector() == "" {
		return "the application"
	}
	return "application " + m.ClientID.ValueString() + m.MetadataURL.ValueString()
}

// action returns what becomes of requests.
func (m model) action() auth0.RateLimitAction {
	return auth0.RateLimitAction{
		Action:      m.Action.ValueString(),
		Limit:       m.Limit.ValueInt64Pointer(),
		RedirectURI: m.RedirectURI.ValueString(),
	}
}

// refuses reports whether requests beyond the limit do not get through.
func (m model) refuses() bool {
	return m.Action.ValueString() == auth0.RateLimitBlock || m.Action.ValueString() == auth0.RateLimitRedirect
}

// fingerprint stands for all that an update may change.
func (m model) fingerprint() string {
	return tf.Fingerprint(m.Action.ValueString(), m.Limit.String(), m.RedirectURI.ValueString())
}

// kinds of policies differ in the argument that says which applications they are for.
var kinds = map[string]*tf.Kind{
	argumentClientID:    kindOf(argumentClientID),
	argumentMetadataURL: kindOf(argumentMetadataURL),
	argumentAppliesTo:   kindOf(argumentAppliesTo),
}

func kindOf(argument string) *tf.Kind {
	return &tf.Kind{
		Type:     "auth0access_rate_limit_policy",
		Twice:    "Rate limit policy is declared twice",
		Argument: path.Root(argument),
	}
}

// declared returns what the resource declares, as far as it is known.
func (m *model) declared() tf.Declared {
	if m == nil || m.selector() == "" {
		return tf.Declared{}
	}
	return tf.Declared{
		Kind:   kinds[m.argument()],
		Object: "rate limit policy of " + m.whom(),
		Arguments: tf.ArgumentsOf(m,
			"id", argumentClientID, argumentMetadataURL, argumentAppliesTo),
	}
}
