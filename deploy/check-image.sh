#!/usr/bin/env bash
# Tries out deploy/Dockerfile without a container engine: its own instructions, in a clean Debian of its release with nothing
# but the packages it names; then the program there, as its user. Needs root, debootstrap and Debian's mirror, and some
# minutes: it is not part of deploy/test.sh.
#
#   deploy/check-image.sh              builds as the Dockerfile does (the toolchain is this machine's)
#   deploy/check-image.sh PROGRAM      takes a calsync that was built with --static-swift-stdlib
#
# DEBIAN_MIRROR: another mirror than debootstrap's own. Kept between runs: .build/check-image/<release>.
set -euo pipefail
cd "$(dirname "$0")/.."

(( EUID == 0 )) || { echo "root is needed: debootstrap and chroot" >&2; exit 69; }
command -v debootstrap >/dev/null || { echo "debootstrap is not installed: apt-get install debootstrap" >&2; exit 69; }

# One instruction a line, comments gone.
instructions=$(sed '/^#/d; :join; /\\$/ { N; s/\\\n */ /; b join }' deploy/Dockerfile)
stage() { awk -v wanted="$1" '/^FROM /{ number++ } number == wanted && NF' <<< "$instructions"; }

if (( $# > 0 )); then
    program=$1
else
    build=$(stage 1 | sed -n 's/^RUN \(swift build .*--product calsync.*\)$/\1/p')
    echo "=== $build"
    $build --scratch-path .build/check-image/swift
    program=$(swift build -c release --show-bin-path --scratch-path .build/check-image/swift)/calsync
fi

runtime=$(stage 2)
release=$(sed -n 's/^FROM debian:\([a-z]*\)-.*/\1/p' <<< "$runtime")
base=$PWD/.build/check-image/$release
if [[ ! -e $base/complete ]]; then
    echo "=== A clean Debian, $release"
    rm -rf "$base"
    mkdir -p "$base"
    debootstrap --variant=minbase "$release" "$base/root" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"} > "$base/debootstrap.log"
    touch "$base/complete"
fi

root=$(mktemp -d)
pids=()
child() { ps -o pid= --ppid "$1" | tr -d ' '; }
on_exit() {
    status=$?
    # unshare ends with its child, and hands no signal on.
    for pid in "${pids[@]}"; do kill "$(child "$pid")" 2>/dev/null || true; done
    wait
    if (( status != 0 )); then tail -n 20 "$root"/tmp/*.log >&2 2>/dev/null || true; fi
    rm -rf "$root"
}
trap on_exit EXIT
cp -a "$base/root/." "$root"
cp /etc/resolv.conf "$root/etc/"
cp /etc/apt/apt.conf.d/*proxy* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true

echo "=== The instructions of the image"
environment=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
user="" folder=/ alive="" entry="" command=""
words() { python3 -c 'import json, sys; print("\n".join(json.loads(sys.argv[1])))' "$1"; }
while read -r instruction rest; do
    case $instruction in
        FROM | ARG | LABEL | EXPOSE) ;;
        RUN)
            echo "RUN $rest"
            chroot "$root" /usr/bin/env -i "${environment[@]}" DEBIAN_FRONTEND=noninteractive \
                ${http_proxy:+http_proxy="$http_proxy"} /bin/sh -c "$rest" > "$root/run.log" 2>&1 \
                || { tail -n 20 "$root/run.log" >&2; exit 1; } ;;
        COPY)
            echo "COPY $rest"
            mode=755 source=""
            for word in $rest; do
                case $word in
                    --from=build) source=$program ;;
                    --chmod=*) mode=${word#*=} ;;
                    /out/calsync) ;;
                    /*) target=$word ;;
                    *) source=$word ;;
                esac
            done
            install -D --mode="$mode" "$source" "$root$target" ;;
        ENV) environment+=("$rest") ;;
        WORKDIR) folder=$rest ;;
        USER) user=$rest ;;
        STOPSIGNAL) signal=$rest ;;
        HEALTHCHECK) alive=$(words "${rest#*CMD }") ;;
        ENTRYPOINT) entry=$(words "$rest") ;;
        CMD) command=$(words "$rest") ;;
        *) echo "deploy/Dockerfile: $instruction is not known here" >&2; exit 1 ;;
    esac
done <<< "$runtime"

# As the image would start it: its user, its folder, its environment, /proc; the network is the machine's, for loopback.
inside() {
    exec unshare --mount --pid --fork --mount-proc="$root/proc" \
        chroot --userspec="$user" --groups="${user#*:}" "$root" /usr/bin/env -i --chdir="$folder" "${environment[@]}" "$@"
}

echo "=== Libraries"
libraries=$(inside ldd "/usr/local/bin/$entry" | cat)
if grep "not found" <<< "$libraries"; then exit 1; fi
if grep -i swift <<< "$libraries"; then echo "the Swift runtime is not linked in" >&2; exit 1; fi
echo "all $(grep -c '=>' <<< "$libraries") are there"

echo "=== calsync --help"
(inside "$entry" --help) | head -n 1

echo "=== calsync doctor"
(inside "$entry" sandbox --broker --port 0) > "$root/sandbox.txt" 2> "$root/tmp/sandbox.log" &
pids+=($!)
settled() { for _ in {1..150}; do if "$@"; then return; fi; sleep 0.2; done; return 1; }
settled grep -q KAFKA_PROPERTIES_FILE "$root/sandbox.txt"
install -D --mode=644 deploy/mock-broker.properties "$root$folder/deploy/mock-broker.properties"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mapfile -t given < <(sed -n 's/^  //p' "$root/sandbox.txt")
environment+=("${given[@]}" HTTP_PORT="$port" API_TOKEN=try KARTRA_PING_SECRET=try)
environment+=(SECRET_KEYS="$(inside "$entry" keys generate | cat)")
(inside "$entry" doctor)

echo "=== $entry $command, the health check and $signal"
(inside "$entry" "$command") 2> "$root/tmp/serve.log" &
serving=$!
pids+=("$serving")
answers() { (inside "$alive") 2>/dev/null; }
settled answers
echo "alive"
kill -s "${signal#SIG}" "$(child "$serving")"
wait "$serving"
if answers; then echo "the health check passes although nothing runs" >&2; exit 1; fi
echo "ended with 0"

echo "=== calsync demo"
(inside "$entry" demo --exit --port 0 --sandbox-port 0)

echo
echo "The image's instructions make a calsync that runs: $(du -sm "$root" | cut -f1) MB unpacked"
