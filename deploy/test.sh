#!/usr/bin/env bash
# Everything that is checked before a change goes in.
#   deploy/test.sh                       all of it
#   deploy/test.sh --fire                only the fleets of processes that are killed and refused
#   CALSYNC_FIRE=small deploy/test.sh    the largest of them with 1,000 bookings instead of 10,000: 3 minutes, not 20
#   deploy/test.sh --filter KafkaTests   arguments go to `swift test`
set -euo pipefail
cd "$(dirname "$0")/.."

step=""
finish_step() {
    if [[ -n $step ]]; then echo "=== $step: $((SECONDS - step_began)) s"; fi
}
begin_step() {
    finish_step
    step=$1
    step_began=$SECONDS
    echo
    echo "=== $step"
}

records=""
postgres=""
log=""
on_exit() {
    local status=$?
    if [[ -n $postgres ]]; then
        Tests/postgres-server.sh kill "$postgres" || true
        rm -rf "$postgres"
    fi
    if [[ -n $records ]]; then rm -rf "$records"; fi
    if [[ -n $log ]]; then rm -f "$log"; fi
    if (( status != 0 )); then echo "=== $step: failed after $((SECONDS - step_began)) s" >&2; fi
}

command -v swift >/dev/null || { echo "swift is not on the PATH: install Swift 6.2 or newer from swift.org" >&2; exit 69; }

trap on_exit EXIT
begin_step "Packages"
deploy/install-packages.sh --tests

begin_step "Python for the tests"
environment=$PWD/.build/test-python
export CALSYNC_TEST_PYTHON=$environment/bin/python
# Made again when the requirements have changed, or when its interpreter is gone.
if ! cmp --silent Tests/requirements.txt "$environment/requirements.txt" || ! "$CALSYNC_TEST_PYTHON" -c "" 2>/dev/null; then
    python3 -m venv --clear "$environment"
    "$CALSYNC_TEST_PYTHON" -m pip install --quiet --disable-pip-version-check --retries 10 --requirement Tests/requirements.txt
    cp Tests/requirements.txt "$environment/requirements.txt"
fi

begin_step "Format"
swift format lint --strict --parallel --recursive Package.swift Sources Tests

begin_step "Schemas"
"$CALSYNC_TEST_PYTHON" Schemas/validate.py

begin_step "Deployment files"
"$CALSYNC_TEST_PYTHON" deploy/check-manifests.py
"$CALSYNC_TEST_PYTHON" deploy/check-manifests.py --self-test

begin_step "Build"
swift build --build-tests --explicit-target-dependency-import-check error

begin_step "PostgreSQL for the tests"
# Where the server's own user can reach it, and the path of its socket is short.
postgres=$(mktemp -d /tmp/calsync-postgres.XXXXXX)
CALSYNC_TEST_POSTGRES=$(Tests/postgres-server.sh start "$postgres")
export CALSYNC_TEST_POSTGRES

records=$(mktemp -d)
export CALSYNC_TEST_RECORDS=$records

# Runs what is built. A run that hangs is ended, and one that finds no test fails: it has shown nothing.
log=$(mktemp)
run_tests() {
    timeout --kill-after=30 3000 swift test --skip-build "$@" 2>&1 | tee "$log"
    if ! grep --quiet --text --extended-regexp 'Test run with [1-9][0-9]* test' "$log"; then
        echo "No test was run by: swift test $*" >&2
        return 1
    fi
}

# Each of these suites has the machine to itself: they measure, and they start a dozen processes. The largest is the last.
run_fire() {
    local suite
    for suite in $(basename --suffix=.swift Tests/SystemTests/Fire/Fire*Tests.swift | grep --invert-match '^FireTests$') FireTests; do
        begin_step "Tests under fire: $suite"
        run_tests --filter "SystemTests\.$suite"
    done
}

if [[ ${1-} == --fire ]]; then
    run_fire
elif (( $# > 0 )); then
    begin_step "Tests"
    run_tests "$@"
else
    begin_step "Tests of the modules"
    run_tests --skip KafkaTests --skip SystemTests --skip PropertyTests --skip FaultOutcomesTests \
        --skip StoreSQLTests
    # They start and kill a server, which Foundation does not survive in a process with more than a thousand files open.
    begin_step "Tests of the store"
    run_tests --filter StoreSQLTests
    # They take both cores for a minute or two; what has deadlines runs without them.
    begin_step "Tests with random calendars and histories"
    run_tests --filter PropertyTests --filter FaultOutcomesTests
    # Groups have deadlines of seconds, and a machine that is busy with other tests misses them.
    begin_step "Tests of Kafka"
    run_tests --filter KafkaTests
    begin_step "Tests of the whole system"
    run_tests --filter SystemTests --skip 'SystemTests\.Fire'
    begin_step "Tests of the console in a browser"
    "$CALSYNC_TEST_PYTHON" -m pytest Tests/Browser
    run_fire
fi

begin_step "Records of the tests"
# Of all tests some leave records: none at all is a failure then.
if (( $# == 0 )) || [[ -n $(ls -A "$records") ]]; then
    "$CALSYNC_TEST_PYTHON" Schemas/validate.py --records "$records"
else
    echo "none of the tests that ran leaves records"
fi

finish_step
echo
echo "All good after $SECONDS s"
