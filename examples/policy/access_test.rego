# Over plans that Terraform made of the configurations in testdata (tools/policy/plans makes them anew).
package auth0access_test

import data.auth0access
import rego.v1

refused := data.testdata.refused

allowed := data.testdata.allowed

settings := {
	"boundary": {"https://orders.example.com/": ["read:orders"]},
	"promoted_connections": ["con_customers0000001"],
}

denied(document, set) := messages if {
	messages := auth0access.deny with input as document with data.settings as set
}

denied_by(rule, document, set) := {message | some message in denied(document, set); startswith(message, concat("", [rule, ": "]))}

only(rule) := {"off": [other | some other in auth0access.rules; other != rule]}

test_allowed if denied(allowed.plan, settings) == set()

test_approved if {
	count(allowed.report.allowed) > 0
	denied(allowed.report, settings) == set()
}

test_gains if {
	gains := denied(refused.report, settings)
	count(gains) == count(refused.report.findings)
	every gain in gains { startswith(gain, "gains: ") }
}

test_not_known_counts_as_a_gain if {
	every kind in ["unknown", "boundary"] {
		denied({"findings": [{"kind": kind, "sentence": "x"}]}, {}) == {"gains: x"}
	}
}

test_losses if denied({"findings": [{"kind": "loses", "sentence": "x"}, {"kind": "owner", "sentence": "y"}]}, {}) == set()

test_boundary if {
	denied_by("boundary", refused.plan, settings) == {
		"boundary: auth0access_api_default_permissions.later gives (known only after apply) of the API https://orders.example.com/, which is beyond the boundary",
		"boundary: auth0access_api_default_permissions.mcp gives access to the API https://mcp.example.com/, which the boundary does not contain",
		"boundary: auth0access_client_grant.all gives all scopes of the API https://orders.example.com/, which is beyond the boundary",
		"boundary: auth0access_client_grant.beyond gives create:orders of the API https://orders.example.com/, which is beyond the boundary",
	}
}

test_boundary_of_no_scopes if {
	denied_by("boundary", allowed.plan, {"boundary": {"https://orders.example.com/": []}}) == {
		"boundary: auth0access_api_default_permissions.orders gives read:orders of the API https://orders.example.com/, which is beyond the boundary",
		"boundary: auth0access_client_grant.northwind gives read:orders of the API https://orders.example.com/, which is beyond the boundary",
	}
}

test_boundary_of_all_scopes if {
	every_scope := {"boundary": {"https://orders.example.com/": ["*"], "https://mcp.example.com/": ["*"]}}
	denied_by("boundary", refused.plan, every_scope) == set()
}

test_no_boundary if denied_by("boundary", refused.plan, {}) == set()

test_strict if {
	denied(refused.plan, only("strict")) == {
		"strict: auth0access_dynamic_client_registration.this registers applications with the security mode permissive",
		"strict: auth0access_third_party_application.fabrikam has the security mode permissive",
	}
}

test_strict_mode_left_out if {
	every plan in [
		plan_of("auth0access_dynamic_client_registration", {"enabled": true}, {}),
		plan_of("auth0access_dynamic_client_registration", {"enabled": true}, {"security_mode": true}),
		plan_of("auth0access_dynamic_client_registration", {}, {"enabled": true}),
	] {
		count(denied(plan, only("strict"))) == 1
	}
}

test_strict_registration_off if {
	plan := plan_of("auth0access_dynamic_client_registration", {"enabled": false}, {})
	denied(plan, only("strict")) == set()
}

test_all_scopes if {
	denied(refused.plan, only("all_scopes")) == {
		"all_scopes: auth0access_api_access_policy.orders lets permissive applications have all scopes (user_access)",
		"all_scopes: auth0access_api_default_permissions.mcp gives all scopes of the API https://mcp.example.com/",
		"all_scopes: auth0access_client_grant.all gives all scopes of the API https://orders.example.com/",
	}
}

test_all_scopes_not_known if {
	every plan in [
		plan_of("auth0access_client_grant", {"scopes": []}, {"all_scopes": true}),
		plan_of("auth0access_api_default_permissions", {}, {"user_access": true}),
		plan_of("auth0access_api_access_policy", {}, {"user_access": true}),
	] {
		count(denied(plan, only("all_scopes"))) == 1
	}
}

test_expiry if {
	denied(refused.plan, only("expiry")) == {
		"expiry: auth0access_api_default_permissions.mcp gives access without an end (expires_at is null)",
		"expiry: auth0access_client_grant.all gives access without an end (expires_at is null)",
		"expiry: auth0access_client_grant.beyond gives access without an end (expires_at is null)",
	}
}

test_expiry_in_organizations if {
	plan := plan_of("auth0access_organization_client_grant", {}, {"expires_at": true})
	count(denied(plan, only("expiry"))) == 1
}

test_promoted if {
	denied(refused.plan, {"off": ["gains", "boundary", "strict", "all_scopes", "expiry"]}) == {"promoted: auth0access_connection_domain_promotion.staff promotes the connection con_oktaworkforce001, which is not allowed"}
}

test_nothing_promoted_by_default if count(denied(allowed.plan, {})) == 1

test_promoted_not_known if {
	every plan in [
		plan_of("auth0access_connection_domain_promotion", {"promoted": true}, {"connection_id": true}),
		plan_of("auth0access_connection_domain_promotion", {"connection_id": "con_x"}, {"promoted": true}),
	] {
		count(denied(plan, only("promoted"))) == 1
	}
}

test_ended_access_counts_for_nothing if {
	after := {"status": "ended", "audience": "https://orders.example.com/", "all_scopes": true}
	denied(plan_of("auth0access_client_grant", after, {}), settings) == set()
}

test_unknown_audience if {
	plan := plan_of("auth0access_client_grant", {"scopes": ["read:orders"]}, {"audience": true})
	count(denied_by("boundary", plan, settings)) == 1
}

test_deleted if {
	plan := {"resource_changes": [{"mode": "managed", "type": "auth0access_client_grant", "address": "x", "change": {"after": null}}]}
	denied(plan, settings) == set()
}

test_spacelift if {
	report := {"third_party_metadata": {"custom": {"auth0access": refused.report}}}
	both := object.union(report, {"spacelift": {}, "terraform": refused.plan})
	denied(both, settings) == denied(refused.plan, settings) | denied(refused.report, settings)
}

test_spacelift_without_report if {
	denied({"spacelift": {}, "terraform": allowed.plan}, settings) == {"gains: there is no report of auth0access review"}
}

test_settings_of_the_example if denied(allowed.plan, data.settings) == set()

test_not_a_plan if count(denied({"values": {}}, settings)) == 1

test_failed_plan if count(denied(object.union(allowed.plan, {"errored": true}), settings)) == 1

test_misspelt_settings if {
	denied(allowed.report, {"boundry": {}, "off": ["expire"]}) == {
		"settings: there is no setting boundry",
		"settings: there is no rule expire to switch off",
	}
}

plan_of(type, after, after_unknown) := {"resource_changes": [{
	"mode": "managed",
	"type": type,
	"address": concat(".", [type, "this"]),
	"change": {"after": after, "after_unknown": after_unknown},
}]}
