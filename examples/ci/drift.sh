#!/usr/bin/env bash
# Finds out whether a tenant is as a configuration declares it, and writes a report in Markdown: what is open that should not be,
# all that differs, who can reach what at the moment, and the plan.
#
# Usage, in the folder of the configuration and after terraform init:
#
#   drift.sh REPORT
#
# Ends with 0 if the tenant is as declared, with 2 if it differs, and with 1 if that could not be found out; then there is
# no report. It changes nothing, neither in the tenant nor in the state, and reads no secret of an application. It needs jq, and uses
# OpenTofu with TF=tofu.
#
# Who can reach what is taken from the data source auth0access_effective_access, wherever in the configuration it is.
set -Eeuo pipefail
trap 'exit 1' ERR # and not with the exit code of whatever failed: jq has a 2 of its own

report=${1:?usage: drift.sh REPORT}
tf=${TF:-terraform}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export AUTH0_READ_ONLY=true

# Nothing of this is applied, so nothing has to be locked: reading the state is enough.
plan() { "$tf" plan -input=false -lock=false -no-color "$@"; }

# Errors of a plan, one JSON object each.
errors() { jq -Rc 'fromjson? | select(.type == "diagnostic" and .diagnostic.severity == "error") | .diagnostic' "$scratch/log"; }

# What Terraform said, for people.
said() {
  jq -Rr '. as $line | (fromjson? // {"@message": $line}) | if .type == "diagnostic" then .diagnostic
    | "\(.severity[:1] | ascii_upcase)\(.severity[1:]): \(.summary)\n\n  \(.address // "")\n\n\(.detail)\n" else .["@message"] end' "$scratch/log"
}

# Errors that say what the tenant is like, and not that it could not be read: with them, a plan differs like any other.
about_tenant='.summary | IN("Callback host is not trusted", "Third-party applications are not declared", "Access is beyond the boundary")'

# What a plan and its errors tell: first what is open beyond the configuration, one line for a kind, then every difference. A plan
# leads from what is in the tenant (before) to what is declared (after). Outputs are taken from the plan that only looks: this one
# does not know them where anything else is to change.
differences() {
  "$tf" show -json "$scratch/now" | jq '.output_changes // {}' >"$scratch/outputs"
  "$tf" show -json "$scratch/plan" | jq -r --slurpfile errors "$scratch/errors" --slurpfile outputs "$scratch/outputs" '
    # Whoever wrote it, it stays in a code span of one line.
    def code: (if type == "string" then . else tojson end) | gsub("[[:cntrl:]]+"; " ") | gsub("`"; "\u0027") | "`\(.)`";
    def codes: map(code) | join(", ");
    def few: if length > 8 then (.[:8] + ["and \(length - 8) more"]) else . end;
    def beyond($other): (. // []) - ($other // []);
    def hidden($key): [.before_sensitive, .after_sensitive | if . == true then . else objects[$key] end | .. | select(. == true)] != [];

    # What access in the tenant permits beyond the declared one.
    def wider($declared):
      if . == null then empty
      elif $declared == null then "may \(if .all_scopes == true then "use all scopes" else "use " + ((.scopes // []) | codes) end)"
      else
        [ if .all_scopes == true and $declared.all_scopes != true then "all scopes" else empty end,
          (.scopes | beyond($declared.scopes)[] | code),
          (.authorization_details_types | beyond($declared.authorization_details_types)[] | "details of type \(code)"),
          if .allow_any_organization == true and $declared.allow_any_organization != true then "any organization" else empty end ]
        | select(. != []) | "adds " + join(", ")
      end;

    def keys_of: .client_authentication_methods.private_key_jwt.credentials // {};
    def exchanged($declared):
      keys_of as $there | ($declared | keys_of) as $wanted
      | [$there | to_entries[] | select((.value | {id, kid, pem}) != ($wanted[.key] // {} | {id, kid, pem})) | .key]
      | select(. != []) | codes;

    def open:
      .address as $address | .type as $type | (.change.before // {}) as $there | (.change.after // {}) as $wanted
      | (if .change.before == null or .change.actions == ["no-op"] or .change.actions == ["read"] then empty else . end)
      | (.change.after_unknown // {}) as $later
      | if $type == "auth0access_dynamic_client_registration" then
          (if $there.enabled == true and $wanted.enabled != true then {kind: 0, what: ($address | code)} else empty end),
          (if $there.security_mode == "permissive" and $wanted.security_mode == "strict" then {kind: 0, what: "\($address | code) makes permissive applications"} else empty end)
        elif $type == "auth0access_third_party_applications_exclusive" then
          $there.undeclared // [] | .[] | {kind: 1, what: "\(.name // "" | code) \(.client_id | code)"}
        elif $type == "auth0access_connection_domain_promotion" then
          if $there.promoted == true and $wanted.promoted != true then {kind: 3, what: "\($there.name // "" | code) \($there.connection_id | code)"} else empty end
        elif $type == "auth0access_connection_domain_promotions_exclusive" then
          $there.undeclared // [] | .[] | {kind: 3, what: "\(.name | code) \(.connection_id | code)"}
        elif $type == "auth0access_client_grant" and ($later.scopes | not) then
          .change.after as $declared | $there | wider($declared) | {kind: 4, what: "\($address | code) \(.)"}
        elif $type == "auth0access_client_grants_exclusive" then
          $there.undeclared // [] | .[] | {kind: 4, what: "undeclared grant for \(.audience | code) (\(.subject_type)) in \($address | code)"}
        elif $type == "auth0access_api_default_permissions" then
          ("user_access", "client_access") as $half | $there[$half] | wider($wanted[$half]) | {kind: 4, what: "\($address | code) \(.) (\($half), everybody)"}
        elif $type == "auth0access_default_permissions_exclusive" then
          $there.undeclared // [] | .[] | {kind: 4, what: "undeclared default permissions of \(.audience | code)"}
        elif $type == "auth0access_redirect_protection" then
          if $there.enabled == false and $wanted.enabled != false then {kind: 5, what: "\($there.client_id | code) (\($address | code))"} else empty end
        elif $type == "auth0access_redirect_protections_exclusive" then
          $there.undeclared // [] | .[] | {kind: 5, what: "\(.name // "" | code) \(.client_id | code)"}
        elif $type == "auth0access_organization_third_party_access" then
          if $there.access == "allow" and $wanted.access != "allow" then {kind: 7, what: "organization \($there.organization_id | code) lets third parties in"} else empty end
        elif $type == "auth0access_third_party_application" then
          ($there | exchanged($wanted) | {kind: 6, what: "\(.) of \($there.name | code) (\($address | code))"}),
          ("callbacks", "allowed_origins", "web_origins", "grant_types") as $set
          | ($there[$set] | beyond($wanted[$set]) | select(. != [] and ($later[$set] | not)) | {kind: 7, what: "\($address | code) has \($set) \(codes)"})
        else empty end;

    # An output leads the other way: its value after is what the tenant is like now.
    def output_more:
      .value as $change | .key as $name
      | if [$change.before, $change.after | type] == ["object", "object"] then
          $change.after | to_entries[] | select(.value != $change.before[.key]) | {id: .key, what: "\(.value | code) \(.key | code)"}
        elif [$change.before, $change.after | type] == ["array", "array"] then
          $change.after - $change.before | .[] | {id: tostring, what: code}
        else empty end
      | {kind: (if .id | startswith("tpc_") then 1 else 2 end), what: "\(.what) in \($name | code)"};

    # What an error about the tenant tells: the applications that it lists, or all that it says.
    def told:
      if .summary == "Third-party applications are not declared" then
        .detail | split("\n")[] | select(startswith("  - ")) | {kind: 1, what: (.[4:] | code)}
      else {kind: (if .summary == "Access is beyond the boundary" then 4 else 5 end), what: "\(.address // "" | code): \(.detail | code)"} end;

    def detail:
      "- \(.address | code)" + (
          if .change.actions == ["create"] then " is missing in the tenant"
          elif .change.actions == ["delete"] then " is in the tenant, and not in the configuration"
          elif .change.actions | index("delete") then " has to be made anew"
          else "" end),
        (.change | select(.before != null and .after != null)
          | .before as $there | .after as $wanted
          | ($there + $wanted | keys_unsorted[]) as $key
          | select($there[$key] != $wanted[$key] and .after_unknown[$key] != true)
          | "  - \($key | code): " + (
              if hidden($key) then "differs (sensitive)"
              elif [$there[$key], $wanted[$key] | type] == ["array", "array"] then
                [ ($there[$key] - $wanted[$key] | select(. != []) | "\(codes) in the tenant alone"),
                  ($wanted[$key] - $there[$key] | select(. != []) | "\(codes) in the configuration alone") ] | join(", ")
              else "\($there[$key] | code) in the tenant, \($wanted[$key] | code) declared" end));

    ["**Anybody can register applications**", "**New applications**", "**New in the outputs**", "**Promoted connections**", "**More access**",
      "**Redirect protection is off**", "**Exchanged or added keys**", "**Otherwise more open**"] as $titles
    | [.resource_changes[]? | select(.change.actions - ["no-op", "read"] != [])] as $changes
    | [$outputs[0] | to_entries[] | select(.value.actions != ["no-op"])] as $outputs
    | [ ($changes[] | open), ($outputs[] | select(.value.after_sensitive != true) | output_more),
        ($errors[] | told) ] as $open
    | ($open | group_by(.kind)[] | "- \($titles[.[0].kind]): \(map(.what) | unique | few | join("; "))"),
      "", "### All differences", "",
      ($changes[] | detail), ($outputs[] | "- output \(.key | code)"), ($errors[] | "- \(.address // "" | code): \(.summary)")
  '
}

who_can_reach_what() {
  "$tf" show -json "$scratch/now" | jq -r '
    [.. | objects | select(.mode? == "data" and .type? == "auth0access_effective_access") | .values.markdown // empty]
    | first // "The configuration does not ask: it has no data source `auth0access_effective_access`."
  '
}

status=0
plan -json -detailed-exitcode -out="$scratch/plan" >"$scratch/log" || status=$?
errors >"$scratch/errors"
if [[ $status == 1 && -s $scratch/errors && -s $scratch/plan ]] && jq -se "all($about_tenant)" "$scratch/errors" >/dev/null; then
  status=2
fi
if [[ $status != 0 && $status != 2 ]]; then
  said
  exit 1
fi
# A plan that is to change access does not know who can reach what before it is applied. One that only looks does.
plan -refresh-only -out="$scratch/now" >/dev/null

{
  if [[ $status == 2 ]]; then
    printf '## Third-party access differs from the configuration\n\n'
    differences
  else
    printf '## Third-party access is as declared\n'
  fi
  printf '\n### Who can reach what at the moment\n\n'
  who_can_reach_what
  if [[ $status == 2 ]]; then
    printf '\n<details><summary>Plan</summary>\n\n'
    # Indented and not fenced: no name in a tenant can end the block.
    "$tf" show -no-color "$scratch/plan" | sed -e '1{/^$/d}' -e 's/^/    /'
    printf '\n</details>\n'
  fi
} >"$report"

exit "$status"
