#!/usr/bin/env bash
# Installs the Debian packages that are missing, and nothing else. With --tests also those of the test-suite.
set -euo pipefail

packages=(libcurl4-openssl-dev libssl-dev librdkafka-dev libpq-dev libsqlite3-dev pkg-config)
case "${1-}" in
    "") ;;
    --tests) packages+=(chromium chromium-driver curl fonts-dejavu-core kcat nghttp2-server openssl postgresql python3-venv) ;;
    *) echo "usage: $0 [--tests]" >&2; exit 64 ;;
esac

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    # Not Debian: nothing to install with, but a machine that has the libraries may go on.
    if pkg-config --exists libcurl openssl rdkafka libpq sqlite3 2>/dev/null; then exit 0; fi
    echo "This is not a Debian system. Install by hand what these packages hold: ${packages[*]}" >&2
    exit 69
fi

missing=()
for package in "${packages[@]}"; do
    status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    [[ $status == installed ]] || missing+=("$package")
done
if (( ${#missing[@]} == 0 )); then exit 0; fi

as_root=(env DEBIAN_FRONTEND=noninteractive)
if (( EUID != 0 )); then
    if ! command -v sudo >/dev/null; then
        echo "Missing packages, and neither root nor sudo to install them. As root: apt-get install ${missing[*]}" >&2
        exit 69
    fi
    as_root=(sudo "${as_root[@]}")
fi

install=(apt-get -o Acquire::Retries=5 install --yes --quiet --no-install-recommends "${missing[@]}")
echo "Installing ${missing[*]}"
# The lists are fetched only where they do not know a package, or know one that the mirror no longer has.
if ! "${install[@]}" --simulate >/dev/null 2>&1 || ! "${as_root[@]}" "${install[@]}"; then
    "${as_root[@]}" apt-get -o Acquire::Retries=5 update --quiet
    "${as_root[@]}" "${install[@]}"
fi
