package review

import "math"

// Rate limits declare no access. They limit how often it is used.
var rateLimitKinds = map[string]kind{
	"auth0access_rate_limit_policy": {remark: func(c *change, r *Report) {
		before, wasKnown := limitOf(c.before)
		after, isKnown := limitOf(c.after)
		called := name(c.address)
		switch {
		case !wasKnown, !isKnown:
			r.say(codeNotKnown, c.address, "Whether ", called, " limits more or less is known only after apply.")
		case after > before:
			r.say(codeLifted, c.address, called, " limits requests less than before, or not at all.")
		case after < before:
			r.say(codeNewSafeguard, c.address, called, " limits requests more than before.")
		}
	}},
}

// limitOf returns how many requests a second a policy lets through, without a limit the largest number.
func limitOf(o object) (limit float64, isKnown bool) {
	if !o.exists() {
		return math.Inf(1), true
	}
	action, isKnown := o.word("action")
	if !isKnown || o.isUnknown("limit") || o.isSensitive("limit") {
		return 0, false
	}
	limit, isNumber := at(o.values, []string{"limit"}).(float64)
	if action == "allow" || action == "log" || !isNumber {
		return math.Inf(1), true
	}
	return limit, true
}
