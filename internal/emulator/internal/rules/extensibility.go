package rules

import (
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// breaksStrictFlows names the enabled Rule, or the enabled Hook for the credentials exchange, that makes every flow of
// a strict third-party application fail, such as `Rule "Roles"`. It returns "" if there is none, and for other
// applications.
func breaksStrictFlows(t *tenant.Tenant, client object.Object) string {
	if !IsStrict(client) {
		return ""
	}
	rule := t.Rules.Find(func(rule object.Object) bool { return object.Flag(rule, "enabled") })
	if rule != nil {
		return `Rule "` + object.Text(rule, "name") + `"`
	}
	hook := t.Hooks.Find(func(hook object.Object) bool {
		return object.Flag(hook, "enabled") && object.Text(hook, "triggerId") == "credentials-exchange"
	})
	if hook != nil {
		return `Hook "` + object.Text(hook, "name") + `"`
	}
	return ""
}

// CheckExtensibility refuses every flow of an application if [breaksStrictFlows] names something.
func CheckExtensibility(t *tenant.Tenant, client object.Object) error {
	if cause := breaksStrictFlows(t, client); cause != "" {
		return answer.BrokenFlow(cause)
	}
	return nil
}
