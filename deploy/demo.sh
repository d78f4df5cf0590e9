#!/usr/bin/env bash
# Builds calsync and runs its demo: Kafka, Google and Kartra are inside the program. Arguments go to `calsync demo`.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v swift >/dev/null || { echo "swift is not on the PATH: install Swift 6.2 or newer from swift.org" >&2; exit 69; }
deploy/install-packages.sh
swift build --product calsync
exec "$(swift build --show-bin-path)/calsync" demo "$@"
