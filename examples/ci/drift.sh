#!/usr/bin/env bash
# Finds out whether a tenant is as a configuration declares it, and writes a report in Markdown: what differs, who can reach
# what at the moment, and the plan.
#
# Usage, in the folder of the configuration and after terraform init:
#
#   drift.sh REPORT
#
# Ends with 0 where the tenant is as declared, with 2 where it differs, and with 1 where that could not be found out; then there is
# no report. It changes nothing, neither in the tenant nor in the state. It needs jq, and uses OpenTofu with TF=tofu.
#
# Who can reach what is taken from the data source auth0access_effective_access, wherever in the configuration it is.
set -Eeuo pipefail
trap 'exit 1' ERR # and not with the exit code of whatever failed: jq has a 2 of its own

report=${1:?usage: drift.sh REPORT}
tf=${TF:-terraform}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Nothing of this is applied, so nothing has to be locked: reading the state is enough.
plan() { "$tf" plan -input=false -lock=false -no-color "$@"; }

# What differs: resources, with what nobody declared, or where there are none the outputs.
differences() {
  "$tf" show -json "$scratch/plan" | jq -r '
    def code: "`" + gsub("`"; "\u0027") + "`";
    [.resource_changes[]? | select(.change.actions - ["no-op", "read"] != [])
      | "- \(.address | code): \(.change.actions | join(", "))",
        ((.change.before | objects | .undeclared // [])[] | "  - undeclared: \(tojson | code)")] as $resources
    | [.output_changes // {} | to_entries[] | select(.value.actions != ["no-op"]) | "- output \(.key | code)"] as $outputs
    | (if $resources != [] then $resources else $outputs end)[]
  '
}

who_can_reach_what() {
  "$tf" show -json "$scratch/now" | jq -r '
    [.. | objects | select(.mode? == "data" and .type? == "auth0access_effective_access") | .values.markdown // empty]
    | first // "The configuration does not ask: it has no data source `auth0access_effective_access`."
  '
}

status=0
plan -detailed-exitcode -out="$scratch/plan" >"$scratch/log" || status=$?
if [[ $status != 0 && $status != 2 ]]; then
  cat "$scratch/log"
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
