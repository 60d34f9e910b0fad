#!/usr/bin/env bash
# Finds out whether a tenant is as a configuration declares it, and writes a report in Markdown: what somebody opened, what is
# missing, what is not watched, who can reach what now, and the plan.
#
# Usage, in the folder of the configuration and after terraform init:
#
#   drift.sh REPORT
#
# Ends with 0 if the tenant is as declared, with 2 if it differs, and with 1 after an error; then there is no report. It
# changes nothing, neither in the tenant nor in the state, and reads no secret of an application. It needs auth0access
# (AUTH0ACCESS names another one than that in PATH), and uses OpenTofu with TF=tofu.
#
# Names and who can reach what are taken from the data source auth0access_effective_access, wherever in the configuration it is.
set -Eeuo pipefail
trap 'exit 1' ERR

report=${1:?usage: drift.sh REPORT}
export TF=${TF:-terraform} AUTH0_READ_ONLY=true
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Nothing is applied, so the state needs no lock.
plan() { "$TF" plan -input=false -lock=false -no-color "$@"; }

# A plan may also fail because of drift in the tenant. auth0access decides this by the messages.
plan -json -out="$scratch/plan" >"$scratch/messages" || [[ -s $scratch/plan ]] || {
  cat "$scratch/messages"
  exit 1
}
# A plan that changes access knows only after apply who can reach what. A plan that changes nothing knows it.
plan -refresh-only -out="$scratch/now" >/dev/null

status=0
"${AUTH0ACCESS:-auth0access}" drift "$scratch/plan" --messages "$scratch/messages" --tenant "$scratch/now" \
  --format markdown >"$scratch/report" || status=$?
if [[ $status == 2 ]]; then
  {
    printf '\n<details><summary>Plan</summary>\n\n'
    # Indented, not fenced, so that no name in a tenant can end the block.
    "$TF" show -no-color "$scratch/plan" | sed -e '1{/^$/d}' -e 's/^/    /'
    printf '\n</details>\n'
  } >>"$scratch/report"
elif [[ $status != 0 ]]; then
  exit 1
fi
cp "$scratch/report" "$report"
exit "$status"
