package review

import "maps"

// kind is what to know about one type of resource.
type kind struct {
	// isApplication has it declared before what refers to it.
	isApplication bool
	// declare adds to the tenant what a resource declares.
	declare func(o object, w *world)
	// remark reports what a change means beyond access.
	remark func(c *change, r *Report)
}

// kinds are the types of resources that can be judged. Another type of this provider is reported as one that cannot.
var kinds = gather(
	applicationKinds, documentKinds, grantKinds, settingKinds, policyKinds, exclusiveKinds, rateLimitKinds,
	authorizationServerKinds, officialKinds,
)

func gather(tables ...map[string]kind) map[string]kind {
	all := map[string]kind{}
	for _, table := range tables {
		maps.Copy(all, table)
	}
	return all
}
