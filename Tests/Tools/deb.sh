#!/usr/bin/env bash
# The Debian package, installed in a folder of its own: dpkg takes it and gives it back, its scripts make user and folders, its units are
# accepted and hardened, its configuration is one that docketd accepts, its alarms are what they say, and evidence survives a purge.
#
#   Tests/Tools/deb.sh build/docket_VERSION_ARCH.deb
set -euo pipefail
cd "$(dirname "$0")/../.."
deb=$(readlink -f "${1:?usage: Tests/Tools/deb.sh FILE.deb}")

failures=0
say() { printf '%s\n' "$*"; }
check() { # WORDS COMMAND…
  local words=$1; shift
  if "$@" >"$log" 2>&1; then say "ok    $words"; else
    say "FAILED $words"; sed 's/^/        /' "$log"; failures=$((failures + 1))
  fi
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root log=$work/log
mkdir -p "$root"/var/lib/dpkg/{info,updates,alternatives} "$root"/{etc,usr/bin,var/log}
touch "$root"/var/lib/dpkg/{status,available}
# The host's users that units and folders name.
printf 'root:x:0:0:root:/root:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\n' >"$root/etc/group"

dpkg_in() {
  # Its dependencies are the host's; its scripts run on the host and are told where the root is.
  dpkg --root="$root" --force-depends --force-script-chrootless --force-not-root "$@"
}

units=(docketd.service docketd-backup.service docketd-status.service docket-audit@trade.service)
analyze() { SYSTEMD_LOG_LEVEL=warning systemd-analyze "$@"; }

# 1. The file itself.
check "dpkg-deb reads it" dpkg-deb --info "$deb"
check "every file is root's and nobody else may write it" bash -c '
  ! dpkg-deb --contents "$1" | awk "{ if (\$2 != \"root/root\" || substr(\$1, 6, 1) == \"w\" || substr(\$1, 9, 1) == \"w\") print }" | grep .' _ "$deb"
check "no path is outside usr, lib and etc" bash -c '
  ! dpkg-deb --contents "$1" | awk "{ print \$6 }" | grep -Ev "^\./(usr|lib|etc)?(/|$)"' _ "$deb"
check "a second package of the same programs has the same bytes" bash -c '
  [ -z "${DEB_FROM:-}" ] || { cp "$1" "$2/first.deb"; Packaging/deb/build --from "$DEB_FROM"; cmp "$1" "$2/first.deb"; }' _ "$deb" "$work"

# 2. Installed.
check "dpkg installs it" dpkg_in --install "$deb"
check "the user docket is there, without a shell" grep -q '^docket:.*:/var/lib/docket:/usr/sbin/nologin$' "$root/etc/passwd"
for folder in var/lib/docket var/backups/docket etc/docketd; do
  check "/$folder is there" test -d "$root/$folder"
done
check "the archive's folder is its owner's alone" test "$(stat -c %a "$root/var/lib/docket" 2>/dev/null)" = 700
for program in docket docketd docket-remote docket-verify; do
  check "$program is there" test -x "$root/usr/bin/$program"
done
check "docket runs" "$root/usr/bin/docket" --version
check "the configuration is a conffile" grep -q docketd.yaml "$root/var/lib/dpkg/info/docket.conffiles"
check "md5sums of dpkg agree" dpkg_in --verify docket

# 3. The units. What they run is in this root.
mkdir -p "$root/lib/systemd/system"
for name in sysinit basic shutdown multi-user timers network-online time-sync; do
  [ -e "/lib/systemd/system/$name.target" ] && cp "/lib/systemd/system/$name.target" "$root/lib/systemd/system/"
done
cp /lib/systemd/system/{-.slice,system.slice} "$root/lib/systemd/system/" 2>/dev/null || true
mkdir -p "$root/usr/lib"; [ -e "$root/usr/lib/systemd" ] || ln -s ../../lib/systemd "$root/usr/lib/systemd"
for unit in "${units[@]}" docketd-backup.timer docketd-status.timer docket-audit@trade.timer; do
  check "systemd accepts $unit" bash -c '
    out=$(systemd-analyze verify --man=no --root="$1" "$2" 2>&1) || true
    echo "$out"; ! grep -E "^(.*/)?(docketd?[^ ]*): |not executable|Unknown|Failed|unknown" <<<"$out"' _ "$root" "$unit"
done
# The service is on the network; the others are not. A number is systemd's exposure, times ten.
limit() { case $1 in docketd.service) echo 15 ;; *) echo 5 ;; esac; }
for unit in "${units[@]}"; do
  check "$unit is hardened ($(limit "$unit") at most)" bash -c '
    systemd-analyze security --offline=true --root="$1" --threshold="$3" --no-pager "$2" | tail -n 1' _ "$root" "$unit" "$(limit "$unit")"
done

# 4. What it is configured with.
if "$root/usr/bin/docketd" --help >/dev/null 2>&1; then
  sed "s#/var/lib/docket#$root/var/lib/docket#g" "$root/etc/docketd/docketd.yaml" >"$work/docketd.yaml"
  XDG_STATE_HOME=$root/var/lib "$root/usr/bin/docket" init --origin archive.example/trade \
    --archive "$root/var/lib/docket/archive" >/dev/null
  mkdir -p "$root/var/lib/docket/state"
  check "docketd accepts the default configuration" env XDG_STATE_HOME="$root/var/lib" \
    "$root/usr/bin/docketd" check --config "$work/docketd.yaml"
  sed 's/^archive:/archiv:/' "$work/docketd.yaml" >"$work/wrong.yaml"
  check "and refuses a misspelt one" bash -c '! XDG_STATE_HOME="$1/var/lib" "$1/usr/bin/docketd" check --config "$2"' _ "$root" "$work/wrong.yaml"
fi
check "operating.md says what to do about each alarm" bash -c '
  for alert in $(sed -n "s/.*alert: //p" Packaging/prometheus/docket.rules.yml); do
    grep -q "\`$alert\`" docs/operating.md || { echo "$alert is not there"; exit 1; }
  done'
promtool=$(command -v promtool || true)
if [ -z "$promtool" ]; then
  # Debian's package, for one program of it; without a network this part is left out, and said.
  mkdir -p build/promtool
  if [ ! -x build/promtool/usr/bin/promtool ]; then
    (cd build/promtool && apt-get download -qq prometheus && dpkg-deb -x prometheus_*.deb . && rm -f prometheus_*.deb) >/dev/null 2>&1 || true
  fi
  [ -x build/promtool/usr/bin/promtool ] && promtool=$PWD/build/promtool/usr/bin/promtool
fi
if [ -n "$promtool" ]; then
  check "promtool accepts the alert rules" "$promtool" check rules "$root/usr/share/docket/prometheus/docket.rules.yml"
  check "the alert rules alarm when they should" bash -c 'cd Packaging/prometheus && "$1" test rules docket.rules.test.yml' _ "$promtool"
else
  say "left out: promtool cannot be had here"
fi

# 5. An upgrade keeps what the operator wrote; removal and purge keep evidence.
echo '# mine' >>"$root/etc/docketd/docketd.yaml"
mkdir -p "$root/var/lib/docket/archive"; echo evidence >"$root/var/lib/docket/archive/evidence"
check "dpkg installs it again" dpkg_in --install "$deb"
check "a changed configuration stays" grep -q '^# mine$' "$root/etc/docketd/docketd.yaml"
check "dpkg removes it" dpkg_in --remove docket
check "the configuration stays" test -e "$root/etc/docketd/docketd.yaml"
check "the programs are gone" test ! -e "$root/usr/bin/docketd"
check "dpkg purges it" dpkg_in --purge docket
check "the configuration is gone" test ! -e "$root/etc/docketd/docketd.yaml"
check "evidence is where it was" grep -q evidence "$root/var/lib/docket/archive/evidence"

[ "$failures" = 0 ] || { say "$failures checks failed"; exit 1; }
say "all checks passed"
