#!/usr/bin/env bash
# Starts a Tryton of its own to try the connector against: Debian's packages, SQLite, everything in one folder.
#   scripts/tryton.sh start FOLDER [PORT]   installs what is missing (needs root for that), and starts it; writes FOLDER/tryton.env
#   scripts/tryton.sh stop FOLDER           stops it
# Then: TRYTON_ENV=FOLDER/tryton.env npm run test:peers
set -euo pipefail

verb="${1:-}" folder="${2:-}" port="${3:-8100}"
[ -n "$folder" ] || { grep '^#  ' "$0"; exit 2; }
[ "$verb" = stop ] && [ ! -d "$folder" ] && exit 0
mkdir -p "$folder"
folder="$(cd "$folder" && pwd)"

if [ "$verb" = stop ]; then
  if [ -s "$folder/pid" ]; then
    pid="$(cat "$folder/pid")"
    kill "$pid" 2>/dev/null || true
    for _ in $(seq 40); do kill -0 "$pid" 2>/dev/null || break; sleep 0.5; done
  fi
  rm -f "$folder/pid"
  exit 0
fi
[ "$verb" = start ] || { grep '^#  ' "$0"; exit 2; }

modules='party company currency country product account account_product account_invoice account_invoice_stock account_payment stock sale'
packages='tryton-server'
for module in $modules; do packages="$packages tryton-modules-${module//_/-}"; done
missing=''
for package in $packages; do dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"; done
if [ -n "$missing" ]; then
  apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

answers() {
  python3 - "http://127.0.0.1:$port/" 2>/dev/null <<'ASK'
import sys, urllib.request
body = b'{"id":1,"method":"common.server.version","params":[]}'
urllib.request.urlopen(urllib.request.Request(sys.argv[1], body, {'content-type': 'application/json'}), timeout=5)
ASK
}

cat >"$folder/trytond.conf" <<CONF
[database]
uri = sqlite://
path = $folder/data
[web]
listen = 127.0.0.1:$port
[session]
timeout = 86400
max_age = 86400
CONF
mkdir -p "$folder/data"
if [ ! -e "$folder/ready" ]; then
  printf 'admin\n' >"$folder/password"
  touch "$folder/data/tryton.sqlite"
  # shellcheck disable=SC2086
  TRYTONPASSFILE="$folder/password" PYTHONWARNINGS=ignore trytond-admin -c "$folder/trytond.conf" -d tryton \
    -u $modules --activate-dependencies --email admin@example.com --language en
  touch "$folder/ready"
fi
PYTHONWARNINGS=ignore nohup trytond -c "$folder/trytond.conf" -d tryton >"$folder/trytond.log" 2>&1 </dev/null &
echo $! >"$folder/pid"
printf 'TRYTON_URL=http://127.0.0.1:%s\nTRYTON_DB=tryton\nTRYTON_LOGIN=admin\nTRYTON_PASSWORD=admin\n' "$port" >"$folder/tryton.env"
for _ in $(seq 60); do
  answers && { echo "Tryton answers at http://127.0.0.1:$port"; exit 0; }
  sleep 1
done
echo 'Tryton did not start:' >&2
tail -n 20 "$folder/trytond.log" >&2
exit 1
