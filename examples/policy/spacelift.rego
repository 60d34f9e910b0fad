# What may be granted to third-party applications, as rules over the JSON of a plan ("terraform show -json plan") and
# over the report of "auth0access review --format json". Each message of deny begins with the rule:
#
#   gains       the report has a gain that nobody approved, or access that is not known before apply
#   boundary    a grant or default permissions give more than settings.boundary allows
#   strict      an application is permissive, or applications that register themselves may be
#   all_scopes  a resource gives all scopes, including those defined later
#   expiry      access has no end
#   promoted    a promoted connection is not in settings.promoted_connections
#   plan        the input is neither a complete plan nor a report
#   settings    a setting has a name or a rule that does not exist
#
# The rules judge everything that the configuration declares, whether it changes or not. What is known only after apply is refused.
package spacelift

import rego.v1

# Settings are data, as in settings.yaml. These are the defaults.
default settings := {}

settings := data.settings

rules := {"gains", "boundary", "strict", "all_scopes", "expiry", "promoted"}

# Spacelift gives the plan as a member of the input, and the report as auth0access.custom.spacelift.json.
plan := object.get(input, "terraform", input)

report := input if is_array(input.findings)

report := input.third_party_metadata.custom.auth0access

is_report if is_array(report.findings)

is_plan if is_string(plan.terraform_version)

is_plan if is_array(plan.resource_changes)

deny contains message if {
	some rule, texts in found
	not is_off(rule)
	some text in texts
	message := sprintf("%s: %s", [rule, text])
}

is_off(rule) if {
	rule in rules
	rule in settings.off
}

found.gains contains text if {
	some finding in report.findings
	finding.kind in {"gains", "unknown", "boundary"}
	text := finding.sentence
}

found.gains contains "there is no report of auth0access review" if {
	input.spacelift
	not is_report
}

found.boundary contains text if {
	some gift in gifts
	settings.boundary
	not audience_is_allowed(gift.audience)
	text := sprintf("%s gives access to the API %v, which the boundary does not contain", [gift.address, gift.audience])
}

found.boundary contains text if {
	some gift in gifts
	some scope in gift.scopes
	allowed := settings.boundary[gift.audience]
	not scope in allowed
	not "*" in allowed
	text := sprintf("%s gives %v of the API %v, which is beyond the boundary", [gift.address, scope, gift.audience])
}

found.boundary contains text if {
	some gift in gifts
	gift.all_scopes
	allowed := settings.boundary[gift.audience]
	not "*" in allowed
	text := sprintf("%s gives all scopes of the API %v, which is beyond the boundary", [gift.address, gift.audience])
}

found.strict contains text if {
	some resource in declared
	resource.type == "auth0access_third_party_application"
	mode := value(resource, ["security_mode"])
	mode != "strict"
	text := sprintf("%s has the security mode %v", [resource.address, mode])
}

found.strict contains text if {
	some resource in declared
	resource.type == "auth0access_dynamic_client_registration"
	value(resource, ["enabled"]) != false
	mode := value(resource, ["security_mode"])
	mode != "strict"
	text := sprintf("%s registers applications with the security mode %v", [resource.address, mode])
}

found.all_scopes contains text if {
	some gift in gifts
	gift.all_scopes
	text := sprintf("%s gives all scopes of the API %v", [gift.address, gift.audience])
}

found.all_scopes contains text if {
	some resource in declared
	resource.type == "auth0access_api_access_policy"
	value(resource, ["user_access"]) in {"allow_all", unknown}
	text := sprintf("%s lets permissive applications have all scopes (user_access)", [resource.address])
}

found.expiry contains text if {
	some resource in declared
	resource.type in {
		"auth0access_client_grant", "auth0access_api_default_permissions",
		"auth0access_organization_client_grant",
	}
	end := value(resource, ["expires_at"])
	end in {null, unknown}
	text := sprintf("%s gives access without an end (expires_at is %v)", [resource.address, end])
}

found.promoted contains text if {
	some resource in declared
	resource.type == "auth0access_connection_domain_promotion"
	value(resource, ["promoted"]) != false
	id := value(resource, ["connection_id"])
	not id in object.get(settings, "promoted_connections", [])
	text := sprintf("%s promotes the connection %v, which is not allowed", [resource.address, id])
}

found.plan contains "the input is neither a plan nor a report of auth0access review" if {
	not is_report
	not is_plan
}

found.plan contains "the plan has failed, and may lack resources" if plan.errored == true

found.settings contains text if {
	some name, _ in settings
	not name in {"boundary", "promoted_connections", "off"}
	text := sprintf("there is no setting %s", [name])
}

found.settings contains text if {
	some rule in settings.off
	not rule in rules
	text := sprintf("there is no rule %s to switch off", [rule])
}

# Resources after the plan. Access that has ended does not count.
declared contains resource if {
	some resource in plan.resource_changes
	resource.mode == "managed"
	is_object(resource.change.after)
	object.get(resource.change.after, "status", "") != "ended"
}

# Access to an API that a resource gives.
gifts contains gift if {
	some resource in declared
	resource.type == "auth0access_client_grant"
	gift := gift_of(resource, [])
}

gifts contains gift if {
	some resource in declared
	resource.type == "auth0access_api_default_permissions"
	some half in ["user_access", "client_access"]
	value(resource, [half]) != null
	gift := gift_of(resource, [half])
}

gift_of(resource, path) := {
	"address": resource.address,
	"audience": value(resource, ["audience"]),
	"scopes": scopes_of(resource, path),
	"all_scopes": value(resource, array.concat(path, ["all_scopes"])) in {true, unknown},
}

scopes_of(resource, path) := {scope | some scope in all} if {
	all := value(resource, array.concat(path, ["scopes"]))
	is_array(all)
	not any_unknown(resource, array.concat(path, ["scopes"]))
} else := set() if {
	value(resource, array.concat(path, ["scopes"])) == null
} else := {unknown}

any_unknown(resource, path) if {
	some part in object.get(resource.change, array.concat(["after_unknown"], path), [])
	part == true
}

audience_is_allowed(audience) if settings.boundary[audience]

unknown := "(known only after apply)"

# The value of an attribute after the plan, null if there is none.
value(resource, path) := unknown if {
	some n in numbers.range(1, count(path))
	object.get(resource.change, array.concat(["after_unknown"], array.slice(path, 0, n)), false) == true
} else := object.get(resource.change.after, path, null)
