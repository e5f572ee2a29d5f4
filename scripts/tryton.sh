#!/usr/bin/env bash
# Starts a Tryton of its own to try the connector against: Debian's packages, SQLite, everything in one folder.
#   scripts/tryton.sh start FOLDER [PORT]   installs what is missing (needs root for that), and starts it; writes FOLDER/tryton.env
#   scripts/tryton.sh stop FOLDER           stops it
# Then: TRYTON_ENV=FOLDER/tryton.env npm run test:peers
set -euo pipefail

verb="${1:-}" folder="${2:-}" port="${3:-8100}"
[ -n "$folder" ] || { grep '^#  ' "$0"; exit 2; }
mkdir -p "$folder"
folder="$(cd "$folder" && pwd)"

if [ "$verb" = stop ]; then
  [ -s "$folder/pid" ] && kill "$(cat "$folder/pid")" 2>/dev/null || true
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
  curl -fsS -X POST -H 'content-type: application/json' -d '{"id":1,"method":"common.server.version","params":[]}' \
    "http://127.0.0.1:$port/" >/dev/null 2>&1 && { echo "Tryton answers at http://127.0.0.1:$port"; exit 0; }
  sleep 1
done
echo 'Tryton did not start:' >&2
tail -n 20 "$folder/trytond.log" >&2
exit 1
