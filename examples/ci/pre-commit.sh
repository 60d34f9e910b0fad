#!/usr/bin/env bash
# A hook for pre-commit (.pre-commit-hooks.yaml of this repository): before a commit or push, it says who gains what by
# the change of a configuration.
#
# Usage:
#
#   pre-commit.sh FOLDER [FLAG OF auth0access review]...
#
# It runs review.sh, which has these requirements: terraform init was run in the folder, the environment has credentials
# that read the tenant, and auth0access is in PATH. It prints the report, and ends as review.sh does.
set -euo pipefail
folder=${1:?usage: pre-commit.sh FOLDER [FLAG]...}
shift
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$folder"
status=0
"$scripts/review.sh" "$scratch/report" --format text "$@" || status=$?
if [[ -f $scratch/report ]]; then
  cat "$scratch/report"
fi
exit "$status"
