# The site's clone: the same commit and the same origin as root's, owned by the site's user, who builds releases in it. Root
# runs nothing there: it is made in a place of root's and given away whole.
make_clone() {
    local new=$home.new
    if [ -e "$home/.git" ]; then return; fi
    if [ -e "$home" ]; then rmdir "$home" || refuse "$home is there and is no clone of Motcua"; fi
    rm -rf -- "$new"
    install -d -m 700 "$new"
    cp -R "$code/.git" "$new/.git"
    rm -rf "$new/.git/hooks" # root's own, and nobody's business there
    git -C "$new" reset --quiet --hard
    chown -Rh "$user:$group" "$new"
    chmod 755 "$new"
    mv -T "$new" "$home"
    say "$home is the site's clone, at $(git -C "$code" rev-parse --short HEAD)."
}
