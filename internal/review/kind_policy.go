package review

import (
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

var policyKinds = map[string]kind{
	"auth0access_api_access_policy": {declare: declarePolicy, remark: remarkPolicy},
}

const policyUnknown = "whether the API lets all in cannot be judged"

func declarePolicy(o object, w *world) {
	audience := w.audienceOf(o, "audience")
	told := policy{address: o.address}
	for _, half := range []struct {
		policy            *string
		attribute, widest string
	}{
		{&told.user, "user_access", auth0.AccessPolicyAllowAll},
		{&told.client, "client_access", auth0.AccessPolicyRequireClientGrant},
	} {
		if !o.isNull(half.attribute) {
			*half.policy = w.word(o, half.widest, auth0.AccessPolicyDenyAll, policyUnknown, half.attribute)
		}
	}
	w.policies[audience] = told
}

// byOpenness lists the policies, the strictest first, with what they let in.
var byOpenness = []string{auth0.AccessPolicyDenyAll, auth0.AccessPolicyRequireClientGrant, auth0.AccessPolicyAllowAll}

var letsIn = map[string]string{
	auth0.AccessPolicyDenyAll:            "nobody get tokens",
	auth0.AccessPolicyRequireClientGrant: "applications with a grant or default permissions get tokens",
	auth0.AccessPolicyAllowAll:           "every permissive application get tokens, with all scopes",
}

// remarkPolicy names the new policy, because findings about access do not name everybody who gains or loses by it.
func remarkPolicy(c *change, r *Report) {
	audience := name(c.after.textOr("audience", c.before.textOr("audience", c.address)))
	if !c.after.exists() {
		r.say(codeLifted, c.address, "The access policy of the API ", audience, " stays as it is, and is no longer watched.")
		return
	}
	isSame := c.before.textOr("audience", "") == c.after.textOr("audience", "?")
	for attribute, who := range map[string]string{"user_access": " for users.", "client_access": " as themselves."} {
		after, isKnown := c.after.word(attribute)
		before, _ := c.before.word(attribute)
		is := slices.Index(byOpenness, after)
		was := slices.Index(byOpenness, before)
		switch {
		case !isKnown, is < 0, isSame && is == was:
		case isSame && was >= 0 && is > was, (!isSame || was < 0) && after == auth0.AccessPolicyAllowAll:
			r.say(codePolicy, c.address, "The API ", audience, " now lets "+letsIn[after]+who)
		default:
			r.say(codeNewSafeguard, c.address, "The API ", audience, " now lets "+letsIn[after]+who)
		}
	}
}
