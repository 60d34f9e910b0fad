package review

import "maps"

// kind says how to review one type of resource.
type kind struct {
	// isApplication says that it is declared before the resources that refer to it.
	isApplication bool
	// declare adds to the tenant what a resource declares.
	declare func(o object, w *world)
	// remark reports what a change means beyond access.
	remark func(c *change, r *Report)
}

// kinds are the types of resources that can be judged. Any other type of this provider gets a finding that says so.
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
