# Units, the right to restart them, timers.
services="motcua-web motcua-worker motcua-beat"

booted() { [ -d "$root/run/systemd/system" ]; }

# at_home FILE: a shipped unit with this machine's places and user.
at_home() {
    sed -e "s#/srv/motcua#$home#g; s#/var/lib/motcua#$var#g; s#/var/backups/motcua#$backups#g; s#/etc/motcua#$etc#g" \
        -e "s#^User=motcua#User=$user#; s#^Group=motcua#Group=$group#" "$1"
}

place_units() {
    local unit
    install -d "$root/etc/systemd/system" "$root/etc/sudoers.d"
    for unit in "$code"/deploy/systemd/*; do
        at_home "$unit" >"$root/etc/systemd/system/${unit##*/}.new"
        chmod 644 "$root/etc/systemd/system/${unit##*/}.new"
        mv -T "$root/etc/systemd/system/${unit##*/}.new" "$root/etc/systemd/system/${unit##*/}"
    done
    sed "s/^motcua ALL/$user ALL/" "$code/deploy/sudoers" >"$root/etc/sudoers.d/motcua.new"
    chmod 440 "$root/etc/sudoers.d/motcua.new" # sudo reads no name with a dot in it
    if command -v visudo >/dev/null; then visudo -cqf "$root/etc/sudoers.d/motcua.new"; fi
    mv -T "$root/etc/sudoers.d/motcua.new" "$root/etc/sudoers.d/motcua"
}

start_services() {
    local timers
    timers=$(cd "$code/deploy/systemd" && printf '%s ' *.timer)
    if ! booted; then
        say "systemd does not run here: the units lie in $root/etc/systemd/system, start web, worker and beat yourself."
        return
    fi
    systemctl daemon-reload
    # shellcheck disable=SC2086 # names
    systemctl enable motcua-settle $services
    # shellcheck disable=SC2086
    systemctl restart $services
    # shellcheck disable=SC2086
    systemctl enable --now $timers
    say "Web, worker and beat run; every quarter of an hour a backup, every week a trial restore."
}
