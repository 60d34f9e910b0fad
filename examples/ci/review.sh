#!/usr/bin/env bash
# Finds out who gains and who loses what by a change of a configuration, and writes a report in Markdown.
#
# Usage, in the folder of the configuration and after terraform init:
#
#   review.sh REPORT [FLAG OF auth0access review]...
#
# Ends with 0 if nobody gains, with 2 if somebody does or may, and with 1 after an error; then there is no report.
# Further flags name files with approvals and forbidden scopes, and further formats of the report:
#
#   review.sh report.md --allow approved.yaml --not-granted scopes.yaml --write sarif=report.sarif
#
# It changes nothing, neither in the tenant nor in the state, and reads no secret of an application. It needs auth0access
# (AUTH0ACCESS names another one than that in PATH), and uses OpenTofu with TF=tofu. If there is a plan already, name it in PLAN.
set -Eeuo pipefail
trap 'exit 1' ERR

report=${1:?usage: review.sh REPORT [FLAG]...}
shift
export TF=${TF:-terraform} AUTH0_READ_ONLY=true
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Nothing is applied, so the state needs no lock.
plan() { "$TF" plan -input=false -lock=false -no-color "$@"; }

options=(--fail-on gains --format markdown)
if [[ -z ${PLAN:-} ]]; then
  PLAN=$scratch/plan
  # A plan may also fail because of drift in the tenant. auth0access decides this by the messages.
  plan -json -out="$PLAN" >"$scratch/messages" || [[ -s $PLAN ]] || {
    cat "$scratch/messages"
    exit 1
  }
  options+=(--messages "$scratch/messages")
fi
# A plan that changes access knows only after apply who can reach what. A plan that changes nothing knows it.
plan -refresh-only -out="$scratch/now" >/dev/null

status=0
"${AUTH0ACCESS:-auth0access}" review "$PLAN" --tenant "$scratch/now" "${options[@]}" "$@" >"$scratch/report" || status=$?
if [[ $status != 0 && $status != 2 ]]; then
  exit 1
fi
cp "$scratch/report" "$report"
exit "$status"
