#!/usr/bin/env bash
# Finds out who gains what by a run of HCP Terraform or Terraform Enterprise, or what its health assessment found. A
# speculative plan there cannot be saved with -out, so this script gets the plan from the API.
#
# Usage:
#
#   hcp-terraform.sh review RUN [FLAG OF auth0access review]...        (run-…)
#   hcp-terraform.sh drift WORKSPACE [FLAG OF auth0access drift]...    (ws-…; needs health assessments)
#
# TFE_TOKEN is a token that may read runs with their plans, and TFE_ADDRESS the address of the service. Ends with 0 if
# nobody gains and nothing differs, with 2 if somebody gains or the tenant differs, and with 1 after an error.
set -Eeuo pipefail
trap 'exit 1' ERR

usage="usage: hcp-terraform.sh review RUN | drift WORKSPACE"
question=${1:?$usage}
id=${2:?$usage}
shift 2
: "${TFE_TOKEN:?a token that may read runs with their plans}"
address=${TFE_ADDRESS:-https://app.terraform.io}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The token is in a file, so that no list of processes shows it. curl does not send it to the target of a redirect.
printf 'header = "Authorization: Bearer %s"\n' "$TFE_TOKEN" >"$scratch/curl"
get() { curl --config "$scratch/curl" --fail --silent --show-error --location "$address$1"; }

case $question in
review)
  get "/api/v2/runs/$id/plan/json-output" >"$scratch/plan.json"
  options=(--fail-on gains)
  ;;
drift)
  get "/api/v2/workspaces/$id/current-assessment-result" >"$scratch/result.json"
  get "$(jq -er '.data.links["json-output"]' "$scratch/result.json")" >"$scratch/plan.json"
  options=()
  ;;
*)
  echo "$usage" >&2
  exit 1
  ;;
esac
status=0
"${AUTH0ACCESS:-auth0access}" "$question" "$scratch/plan.json" "${options[@]}" "$@" || status=$?
exit "$status"
