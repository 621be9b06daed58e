#!/bin/bash
# Asks a real docketd whatever its OpenAPI document allows, and what it forbids, with schemathesis (PyPI, in a venv of its own): as nobody,
# as a party, as an operator. No answer may be a 5xx but 503, and none may be one that the document does not tell of.
#
# schemathesis.sh [EXAMPLES]: how many requests are tried for each operation; 10 if not given.
# BIN is where docket and docketd are, VENV where schemathesis is or will be installed.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
bin=${BIN:-$root/.build/debug}
venv=${VENV:-$root/build/schemathesis}
examples=${1:-10}
if [ ! -x "$venv/bin/schemathesis" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" -q install 'schemathesis>=4.32,<5'
fi

home=$(mktemp -d)
server=
finish() {
    if [ -n "$server" ]; then kill "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true; fi
    rm -rf "$home"
}
trap finish EXIT
export XDG_STATE_HOME=$home/mark
"$bin/docket" init --origin archive.example/fuzz --archive "$home/archive" > /dev/null 2>&1
mkdir "$home/state"
cp "$root/Policies/seca-1.0.md" "$home/seca-1.0.md"
cat > "$home/docketd.yaml" << YAML
archive: $home/archive
state: $home/state
http:
  host: 127.0.0.1
  port: 0
limits:
  requests_per_principal: 1000000
  requests_per_address: 1000000
YAML
operator=$("$bin/docketd" bootstrap ADMIN --config "$home/docketd.yaml" 2> /dev/null)
"$bin/docketd" serve --config "$home/docketd.yaml" --port-file "$home/port" --log-level error \
    > "$home/log" 2>&1 &
server=$!
for _ in $(seq 300); do [ -s "$home/port" ] && break; sleep 0.1; done
url=http://127.0.0.1:$(cat "$home/port")

post() { # PATH JSON
    curl -sS --fail-with-body -X POST "$url$1" -H "Authorization: Bearer $operator" \
        -H 'Content-Type: application/json' -d "$2"
}
post /v1/principals '{"id":"FRUTA"}' > /dev/null
post /v1/matters '{"id":"BAN-1"}' > /dev/null
post /v1/matters/BAN-1/members '{"principal":"FRUTA","role":"party"}' > /dev/null
expires=$(date -u -d '+1 day' +%Y-%m-%dT%H:%M:%SZ)
party=$(post /v1/tokens \
    "{\"principal\":\"FRUTA\",\"matter\":\"*\",\"role\":\"party\",\"expires\":\"$expires\"}" |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["token"])')

# What is tried: no server error, only statuses, media types, headers and bodies of the document. The stream of a job is left out,
# because it lasts; so is the removal of the tokens and the people that ask.
ask() { # NAME ARGUMENTS…
    name=$1
    shift
    echo "== $name"
    (cd "$home" && timeout 1800 "$venv/bin/schemathesis" --config-file "$home/schemathesis.toml" run \
        "$url/openapi.json" --url "$url" --max-examples "$examples" --seed 8 --workers 1 \
        --phases examples,coverage,fuzzing --no-color \
        --checks not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance \
        --exclude-path-regex '/events$' --exclude-method DELETE "$@" > "$home/report" 2>&1) || status=1
    sed -n '/= FAILURES =/,/= WARNINGS =/p' "$home/report"
    sed -n '/= SUMMARY =/,$p' "$home/report" | grep -E 'Tested|Failures|❌|generated|====' || true
}
cat > "$home/schemathesis.toml" << TOML
request-timeout = 20.0
TOML
status=0
ask nobody
ask party --header "Authorization: Bearer $party"
ask operator --header "Authorization: Bearer $operator"
if grep -v '^$' "$home/log" | head -20 | grep .; then echo "the service complained"; status=1; fi
exit $status
