# nginx in front, with the host's name and certificate. A file that nginx refuses does not stay.
place_nginx() {
    local sites=$root/etc/nginx/sites-enabled place
    place=$sites/motcua.conf
    [ -d "$sites" ] || refuse "There is no $sites: apt-get install nginx"
    if [ -e "$place" ]; then cp -p "$place" "$root/etc/nginx/motcua.conf.before"; fi
    sed -e "s#server_name motcua.example;.*#server_name ${given[SITE_HOST]};#" \
        -e "s#ssl_certificate .*#ssl_certificate ${given[TLS_CERTIFICATE]};#" \
        -e "s#ssl_certificate_key .*#ssl_certificate_key ${given[TLS_KEY]};#" "$code/deploy/nginx/motcua.conf" >"$place"
    if ! nginx -t -q -c "$root/etc/nginx/nginx.conf"; then
        rm -f "$place"
        if [ -e "$root/etc/nginx/motcua.conf.before" ]; then mv -T "$root/etc/nginx/motcua.conf.before" "$place"; fi
        refuse "nginx refuses the site's file (above). Mend that and repeat deploy/machine."
    fi
    rm -f "$root/etc/nginx/motcua.conf.before"
    if booted; then systemctl reload nginx; else say "nginx has the site's file $place; start or reload it."; fi
}

tell_what_is_left() {
    local manage="sudo -u $user $home/current/deploy/manage"
    say ""
    say "The site is installed, backed up once and restored once for a try. What is left:"
    if [ -s "$request/seal.csr" ]; then
        say "- The seal: hand $request/seal.csr to your certificate authority; when the certificate is there: $code/deploy/seal join CERTIFICATE CHAIN"
    fi
    if ! [ -e "$etc/authorities.csv" ]; then say "- The authorities: in the administration, or $manage import_authorities FILE"; fi
    case ${given[CLAMAV_ADDRESS]} in
    /*) [ -S "${given[CLAMAV_ADDRESS]}" ] || say "- The virus scanner: it starts when freshclam has brought its signatures (systemctl start clamav-daemon); until then no upload can be opened." ;;
    esac
    say "- The first administrator: $manage appoint administrator USERNAME --name 'FULL NAME' --email ADDRESS"
    say "- The first head: $manage appoint head USERNAME --name 'FULL NAME' --email ADDRESS --authority SLUG"
    say "- Then they go on at $(settings_there SITE_URL)/quan-tri/khai-truong/"
}
