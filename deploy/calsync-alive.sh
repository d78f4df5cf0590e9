#!/usr/bin/env bash
# Exits with 0 if calsync answers /livez here. Bash opens the connection itself: the image has no curl.
set -euo pipefail

exec 3<>"/dev/tcp/127.0.0.1/${HTTP_PORT:-8080}"
printf 'GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 4 _ status _ <&3
[[ $status == 200 ]]
