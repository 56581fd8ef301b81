# The site's user, and who owns what: settings are root's and read by the group, data is the user's.
make_user_and_folders() {
    id "$user" >/dev/null 2>&1 || adduser --quiet --system --group --home /var/lib/motcua "$user"
    group=$(id -gn "$user")
    install -d -o root -g "$group" -m 750 "$etc"
    install -d -o root -g root -m 700 "$etc/seal-request"
    install -d -o "$user" -g "$group" -m 750 "$var"
    install -d -o "$user" -g "$group" -m 700 "$backups"
    if [ "${given[AUTHORITIES]}" != none ] && [ "${given[AUTHORITIES]}" != "$etc/authorities.csv" ]; then
        install -o root -g "$group" -m 640 "${given[AUTHORITIES]}" "$etc/authorities.csv"
    fi
}

# appears FILE MODE: what is on the input becomes FILE, whole or not at all, root's and read by the site's group.
appears() {
    install -o root -g "$group" -m "$2" /dev/null "$1.new"
    cat >"$1.new"
    sync "$1.new"
    mv -T "$1.new" "$1"
}
