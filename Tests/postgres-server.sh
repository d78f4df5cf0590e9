#!/usr/bin/env bash
# A PostgreSQL server of the tests' own: in a folder, on a socket there, with no port. As root it runs as the user
# postgres, since PostgreSQL refuses root.
#   Tests/postgres-server.sh start FOLDER     makes it where there is none yet, starts it, prints its STORE_URL
#   Tests/postgres-server.sh stop FOLDER      waits for what runs
#   Tests/postgres-server.sh restart FOLDER   breaks off what runs
#   Tests/postgres-server.sh kill FOLDER      as a crash does
#   Tests/postgres-server.sh tls FOLDER       lets it listen on 127.0.0.1 too, for TLS alone; prints the port.
#                                             FOLDER.crt is the certificate to trust
set -euo pipefail

if (( $# != 2 )); then echo "usage: $0 start|stop|restart|kill|tls FOLDER" >&2; exit 64; fi
action=$1
folder=$2

# Debian keeps the programs of each version apart from the PATH.
programs=$(dirname "$(command -v pg_ctl || ls -d /usr/lib/postgresql/*/bin/pg_ctl 2>/dev/null | sort -V | tail -n 1)")
if [[ ! -x $programs/pg_ctl ]]; then echo "PostgreSQL's server is not installed: deploy/install-packages.sh --tests" >&2; exit 69; fi

as_owner=()
if (( EUID == 0 )); then as_owner=(setpriv --reuid=postgres --regid=postgres --clear-groups); fi
control=("${as_owner[@]}" "$programs/pg_ctl" --silent --pgdata="$folder/data")

# Starts or restarts it, in its folder. A server that does not come up says why in its log.
bring_up() {
    if ! (cd "$folder" && detached "${control[@]}" --log="$folder/log" "$@"); then
        tail -n 20 "$folder/log" >&2
        return 1
    fi
}

# The server must not keep what its starter waits to see closed.
detached() {
    local path
    for path in /dev/fd/*; do
        if (( ${path##*/} > 2 )); then eval "exec ${path##*/}>&-"; fi
    done
    exec "$@"
}

case $action in
    start)
        if [[ ! -d $folder/data ]]; then
            mkdir -p "$folder"
            if (( EUID == 0 )); then chown postgres: "$folder"; fi
            (
                cd "$folder"
                umask 077
                echo calsync-tests | "${as_owner[@]}" tee password >/dev/null
                "${as_owner[@]}" "$programs/initdb" --pgdata=data --username=calsync --pwfile=password --auth=scram-sha-256 \
                    --encoding=UTF8 --locale=C.UTF-8 --no-instructions >initdb.log
                # Durable as in production; a deadlock is found sooner, and every test has connections of its own.
                "${as_owner[@]}" tee -a data/postgresql.conf >/dev/null <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$folder'
max_connections = 500
deadlock_timeout = '50ms'
SETTINGS
            )
        fi
        bring_up start
        echo "postgres://calsync:calsync-tests@/postgres?host=$folder"
        ;;
    stop) (cd "$folder" && "${control[@]}" --mode=fast stop) ;;
    restart) bring_up --mode=fast restart ;;
    kill) (cd "$folder" && "${control[@]}" --mode=immediate stop) ;;
    tls)
        if ! "${as_owner[@]}" openssl req -new -x509 -days 2 -nodes -newkey rsa:2048 -subj /CN=localhost \
            -addext "subjectAltName = DNS:localhost" -keyout "$folder/data/server.key" -out "$folder/data/server.crt" \
            2>"$folder/openssl.log"; then
            cat "$folder/openssl.log" >&2
            exit 1
        fi
        "${as_owner[@]}" chmod 600 "$folder/data/server.key"
        echo "hostssl all all 127.0.0.1/32 scram-sha-256" | "${as_owner[@]}" tee "$folder/data/pg_hba.conf" >/dev/null
        # Below what the system gives to connections; one that is taken all the same is left for another.
        for attempt in 1 2 3 4 5; do
            port=$((RANDOM % 12000 + 20000))
            "${as_owner[@]}" tee -a "$folder/data/postgresql.conf" >/dev/null <<SETTINGS
listen_addresses = '127.0.0.1'
port = $port
ssl = on
SETTINGS
            if bring_up --mode=fast restart; then break; elif (( attempt == 5 )); then exit 1; fi
        done
        cp "$folder/data/server.crt" "$folder.crt"
        echo "$port"
        ;;
    *) echo "usage: $0 start|stop|restart|kill|tls FOLDER" >&2; exit 64 ;;
esac
