#!/usr/bin/env bash
# Downloads auth0access or auth0-emulator from a release, checks it, and puts it into a folder.
#
# Usage:
#
#   install.sh auth0access|auth0-emulator VERSION [FOLDER]     (FOLDER is . if it is left out)
#
# It refuses an archive without the checksum that the release lists. If SIGNING_KEY names a file with the public key of
# the releases, it also checks the signature of that list (needs gpg). Without SIGNING_KEY, it trusts the list because
# it comes over https. RELEASES is the address of a mirror.
set -euo pipefail

program=${1:?usage: install.sh auth0access|auth0-emulator VERSION [FOLDER]}
version=${2:?usage: install.sh auth0access|auth0-emulator VERSION [FOLDER]}
version=${version#v}
folder=${3:-.}
releases=${RELEASES:-https://github.com/auth0access/terraform-provider-auth0access/releases/download}
case $program in
auth0access | auth0-emulator) ;;
*)
  echo "install.sh: there is no program $program: write auth0access or auth0-emulator" >&2
  exit 1
  ;;
esac

system=$(uname -s | tr '[:upper:]' '[:lower:]')
case $(uname -m) in
x86_64 | amd64) machine=amd64 ;;
aarch64 | arm64) machine=arm64 ;;
*)
  echo "install.sh: there is no $program for $(uname -m): build it from source" >&2
  exit 1
  ;;
esac
archive=${program}_${version}_${system}_$machine.tar.gz
sums=terraform-provider-auth0access_${version}_SHA256SUMS

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
download() { curl --fail --silent --show-error --location --retry 3 --output "$scratch/$1" "$releases/v$version/$1"; }

download "$sums"
if [[ -n ${SIGNING_KEY:-} ]]; then
  download "$sums.sig"
  mkdir -m 700 "$scratch/keys"
  gpg --homedir "$scratch/keys" --batch --quiet --import "$SIGNING_KEY"
  gpg --homedir "$scratch/keys" --batch --quiet --trust-model always --verify "$scratch/$sums.sig" "$scratch/$sums" 2>/dev/null || {
    echo "install.sh: $sums is not signed with the key in $SIGNING_KEY: nothing is installed" >&2
    exit 1
  }
fi
download "$archive"
wanted=$(awk -v archive="$archive" '$2 == archive {print $1}' "$scratch/$sums")
if command -v sha256sum >/dev/null; then found=$(sha256sum "$scratch/$archive"); else found=$(shasum -a 256 "$scratch/$archive"); fi
if [[ -z $wanted || ${found%% *} != "$wanted" ]]; then
  echo "install.sh: $archive does not have the checksum that the release lists: nothing is installed" >&2
  exit 1
fi
mkdir -p "$folder"
tar -xzf "$scratch/$archive" -C "$folder" "$program"
echo "$folder/$program $version"
