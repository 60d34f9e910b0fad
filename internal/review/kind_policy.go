package review

import "github.com/auth0access/terraform-provider-auth0access/internal/auth0"

var policyKinds = map[string]kind{
	"auth0access_api_access_policy": {
		stays: true,
		declare: func(o object, w *world) {
			audience := w.audienceOf(o, "audience")
			told := policy{address: o.address}
			if !o.isNull("user_access") {
				told.user = w.word(o, auth0.AccessPolicyAllowAll, auth0.AccessPolicyDenyAll, policyUnknown, "user_access")
			}
			if !o.isNull("client_access") {
				told.client = w.word(o, auth0.AccessPolicyRequireClientGrant, auth0.AccessPolicyDenyAll, policyUnknown,
					"client_access")
			}
			w.policies[audience] = told
		},
		remark: func(c *change, r *Report) {
			switch {
			case !c.after.exists():
				r.say(codeLifted, c.address, name(c.address), " is removed: the API's access policy stays as it is, and is no "+
					"longer watched.")
			case !c.before.exists():
				r.say(codeNewSafeguard, c.address, name(c.address), " is new: the API's access policy is watched from now on.")
			}
		},
	},
}

const policyUnknown = "whether the API lets all in cannot be judged"
