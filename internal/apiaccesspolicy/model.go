package apiaccesspolicy

import (
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// model is the policy of an API. A half that is null is not managed.
type model struct {
	Audience     types.String `tfsdk:"audience" also:"id"`
	UserAccess   types.String `tfsdk:"user_access"`
	ClientAccess types.String `tfsdk:"client_access"`
}

func modelOf(api *auth0.API) model {
	return model{
		Audience:     types.StringValue(api.Identifier),
		UserAccess:   types.StringValue(api.Policy(auth0.SubjectTypeUser)),
		ClientAccess: types.StringValue(api.Policy(auth0.SubjectTypeClient)),
	}
}

// show takes over what the API says of the halves that are managed. After an import, of which nothing is known yet,
// both are.
func (m *model) show(api *auth0.API) {
	shown := modelOf(api)
	isImported := m.UserAccess.IsNull() && m.ClientAccess.IsNull()
	if m.UserAccess.IsNull() && !isImported {
		shown.UserAccess = m.UserAccess
	}
	if m.ClientAccess.IsNull() && !isImported {
		shown.ClientAccess = m.ClientAccess
	}
	*m = shown
}

// policy returns both halves: those that are managed as the model has them, and others as the API has them.
func (m *model) policy(api *auth0.API) auth0.SubjectTypeAuthorization {
	policy := auth0.SubjectTypeAuthorization{
		User:   auth0.AccessPolicy{Policy: api.Policy(auth0.SubjectTypeUser)},
		Client: auth0.AccessPolicy{Policy: api.Policy(auth0.SubjectTypeClient)},
	}
	if !m.UserAccess.IsNull() {
		policy.User.Policy = m.UserAccess.ValueString()
	}
	if !m.ClientAccess.IsNull() {
		policy.Client.Policy = m.ClientAccess.ValueString()
	}
	return policy
}

// managesMoreThan reports whether the model has a half that another one leaves out.
func (m *model) managesMoreThan(other *model) bool {
	return !m.UserAccess.IsNull() && other.UserAccess.IsNull() ||
		!m.ClientAccess.IsNull() && other.ClientAccess.IsNull()
}

// text names the halves that are managed.
func (m *model) text() string {
	var halves []string
	if !m.UserAccess.IsNull() {
		halves = append(halves, "user_access = "+m.UserAccess.ValueString())
	}
	if !m.ClientAccess.IsNull() {
		halves = append(halves, "client_access = "+m.ClientAccess.ValueString())
	}
	return strings.Join(halves, ", ")
}

func fingerprint(api *auth0.API) string { return tf.Fingerprint(api.SubjectTypeAuthorization) }

var policies = tf.Kind{
	Type:     "auth0access_api_access_policy",
	Twice:    "Access policy is declared twice",
	Argument: path.Root("audience"),
	Stays:    true,
}

// declared returns what the resource declares, as far as it is known.
func (m *model) declared() tf.Declared {
	if m == nil || m.Audience.IsUnknown() {
		return tf.Declared{}
	}
	return tf.Declared{
		Kind:      &policies,
		Object:    "access policy of the API " + m.Audience.ValueString(),
		Arguments: tf.ArgumentsOf(m, "audience"),
	}
}

// byStrictness are the policies, the most lenient first.
var byStrictness = []string{
	auth0.AccessPolicyAllowAll, auth0.AccessPolicyRequireClientGrant, auth0.AccessPolicyDenyAll,
}

// isStricter reports whether one policy is known to be stricter than another.
func isStricter(policy, than string) bool {
	before := slices.Index(byStrictness, than)
	return before >= 0 && slices.Index(byStrictness, policy) > before
}

var apiID = regexp.MustCompile(`^[0-9a-f]{24}$`)

// isAPIID reports whether the text looks like the id that Auth0 gave an API rather than like an identifier.
func isAPIID(text string) bool { return apiID.MatchString(text) }
