"""Planted bugs of section J (operation): what keeps files, and what brings them back."""

from tests.planted import Planted

PLANTED = [
    Planted(
        "J1", "a file's name is not forced to the disk", "filestore/folder.py",
        "        sync_folder(target.parent)\n        return name", "        return name",
        "tests/filestore -k on_the_disk",
    ),
    Planted(
        "J1", "a file is shown before it is on the disk", "filestore/folder.py",
        "            file.flush()\n            os.fsync(file.fileno())\n", "            file.flush()\n",
        "tests/filestore -k on_the_disk",
    ),
    Planted(
        "J1", "the bucket keeps a second copy under another name", "filestore/bucket.py",
        "        return name\n", '        return f"{name}-again"\n',
        "tests/filestore -k under_the_name",
    ),
    Planted(
        "J1", "the last chunk of a backup is not known as such", "protection/stream.py",
        "bytes([last])", "bytes(1)",
        "tests/operation/test_sealing.py",
    ),
    Planted(
        "J1", "a backup opens for any name", "operation/sealing.py",
        "stream.Opened(sealed, cipher, name, CHUNK)", 'stream.Opened(sealed, cipher, "database", CHUNK)',
        "tests/operation/test_sealing.py",
    ),
    Planted(
        "J2", "numbers since the backup are given again", "operation/restoring.py",
        "[*_pass_documents(gap, seen), *_pass_dossiers(gap, seen)]", "[*_pass_dossiers(gap, seen)]",
        "tests/operation/test_epoch.py",
    ),
    Planted(
        "J2", "letters owed at the backup leave again", "operation/restoring.py",
        "deliveries.update(state=Delivery.State.FAILED, lease_until=None, last_error=HELD)", "deliveries.count()",
        "tests/operation/test_epoch.py",
    ),
    Planted(
        "J2", "old sessions come alive", "operation/restoring.py",
        "        Session.objects.all().delete()\n", "",
        "tests/operation/test_epoch.py",
    ),
    Planted(
        "J1", "a number without a document is no fault", "operation/sums.py",
        "- numbers - left_out:", "- numbers - left_out - set(range(9999)):",
        "tests/operation/test_epoch.py",
    ),
    Planted(
        "J4", "an unfinished release counts", "deploy/common.sh",
        '    mkdir -p "$release"\n', '    mkdir -p "$release"\n    touch "$release/.complete"\n',
        "tests/operation/test_upgrade.py -k second_run_ends",
    ),
    Planted(
        "J4", "packages are made in the release that runs", "deploy/common.sh",
        '    (cd "$release" && "${PYTHON:-python3}" scripts/install.py requirements.txt)',
        '    (cd "$current" && rm -rf .venv && "${PYTHON:-python3}" scripts/install.py requirements.txt)',
        "tests/operation/test_upgrade.py -k no_packages",
    ),
    Planted(
        "J4", "nobody guards a change that is killed", "deploy/common.sh",
        '    setsid --fork "$code/deploy/settle"', '    : "$code/deploy/settle"',
        "tests/operation/test_upgrade.py -k second_run_ends",
    ),
    Planted(
        "J4", "a start of the machine settles nothing", "deploy/settle",
        "    settle || true", "    true",
        "tests/operation/test_upgrade.py -k goes_off",
    ),
    Planted(
        "J4", "migrations without a way back are tried", "operation/management/commands/migrations_back.py",
        "        or not all(operation.reversible for operation in migration.operations)\n", "",
        "tests/operation/test_releases.py -k all_or_none",
    ),
    Planted(
        "J1", "a trial restore whose sums do not hold counts", "operation/trial.py",
        "    if run.returncode:", "    if run.returncode < 0:",
        "tests/operation/test_trial.py -k sums_do_not_hold",
    ),
    Planted(
        "J1", "a trial restore leaves what it restored", "operation/trial.py",
        "    finally:\n        _remove_folders()", "    finally:\n        pass",
        "tests/operation/test_trial.py -k killed",
    ),
    Planted(
        "J1", "a public site gets the demo's authorities", "organisations/seed.py",
        "if settings.DEMO or (named", "if True or (named",
        "tests/organisations/test_authorities.py -k invents_no_authority",
    ),
    Planted(
        "J1", "a later administrator is named without a reason", "organisations/appointing.py",
        "    if others.exists() and not reason:", "    if False:",
        "tests/operation/test_appoint.py -k reason",
    ),
    Planted(
        "J1", "the first rights stand in no log", "organisations/appointing.py",
        "        _write_down(person, person, account, _(\"quản trị viên\"), reason)\n", "",
        "tests/operation/test_appoint.py -k sets_their_own",
    ),
    Planted(
        "J1", "a key that is there is made anew", "deploy/parts/keys.sh",
        "    settings[$1]=${there:-$2}", "    settings[$1]=${2:-$there}",
        "tests/operation/test_machine.py -k what_is_there_stays",
    ),
    Planted(
        "J1", "root runs what others may write", "deploy/machine",
        '    [ -z "$found" ] || refuse', '    [ -n "$code" ] || refuse',
        "tests/operation/test_machine.py -k another_may_write",
    ),
    Planted(
        "J1", "settings are away while they are written", "deploy/parts/folders.sh",
        '    sync "$1.new"\n', '    rm -f "$1"\n    sync "$1.new"\n',
        "tests/operation/test_machine.py -k cut_before",
    ),
    Planted(
        "J1", "a site is installed whose backup does not come back", "deploy/install",
        '    manage "$current" try_restore', '    : "$current" try_restore',
        "tests/operation/test_installing.py -k does_not_come_back",
    ),
    Planted(
        "J1", "any certificate becomes the seal's", "deploy/parts/seal.sh",
        'if [ "$(openssl x509 -in "$file" -noout -pubkey)" = "$key" ]; then', "if true; then",
        "tests/operation/test_seal_request.py -k changes_nothing",
    ),
    Planted(
        "J6", "a number counts as a sealed paper", "config/opening.py",
        "Document.objects.filter(state=Document.State.SEALED)", "Document.objects.all()",
        "tests/config/test_opening.py -k when_it_is_done",
    ),
    Planted(
        "J6", "every officer of the administration sees the new site's page", "config/opening_page.py",
        "    if not request.user.is_superuser:", "    if not request.user.is_staff:",
        "tests/config/test_opening.py -k for_who_may",
    ),
    Planted(
        "J6", "the same key for everything is taken", "config/production.py",
        "    if len(set(keys)) < len(keys):", "    if len(set(keys)) > len(keys):",
        "tests/config/test_doctor.py -k refuses_its_start",
    ),
    Planted(
        "J6", "a seal that does not open starts", "config/production.py",
        '        return "does not open with SEAL_PASSPHRASE"\n', "        return None\n",
        "tests/config/test_doctor.py -k refuses_its_start",
    ),
    Planted(
        "J6", "a site begins with invented telephones", "organisations/seed.py",
        "    if not settings.DEMO:  # a slip", "    if settings.DEBUG:  # a slip",
        "tests/config/test_doctor.py -k invented",
    ),
    Planted(
        "J6", "one question that fails ends the doctor", "config/doctor.py",
        "    except Exception as error:  # whatever a service that is away, or an older table, does",
        "    except ZeroDivisionError as error:",
        "tests/config/test_doctor.py -k no_other",
    ),
    Planted(
        "J6", "a worker that died long ago lives", "workflows/background/heartbeat.py",
        "    if quiet > SILENT_AFTER:", "    if quiet > 99 * SILENT_AFTER:",
        "tests/workflows/test_heartbeat.py",
    ),
    Planted(
        "J", "the image gets the whole clone", ".dockerignore",
        "somebody keeps in the clone.\n*\n", "somebody keeps in the clone.\n",
        "tests/config/test_container.py -k no_secret",
    ),
    Planted(
        "J", "the health check is sent to TLS", "config/settings.py",
        '    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked by the machine itself\n', "",
        "tests/config/test_container.py -k front_page",
    ),
    Planted(
        "J", "the health check must know the site's name", "portal/monitoring/probed.py",
        "        if request.path_info in PATHS and settings.ALLOWED_HOSTS:", "        if request.path_info == b'':",
        "tests/operation/test_alerts.py -k prometheus_is",
    ),
    Planted(
        "A10", "a program that is deaf is never killed", "scripts/together.py",
        "            self._procmgr.kill(pid)\n", "            pass\n",
        "tests/config/test_together.py -k none_listens",
    ),
    Planted(
        "A10", "programs outlive who started them", "scripts/together.py",
        "        self._signal(signal.SIGTERM)\n        time.sleep(PATIENCE)\n        self._signal(signal.SIGKILL)\n",
        "        return\n",
        "tests/config/test_together.py -k along",
    ),
    Planted(
        "J1", "the timers are not enabled", "deploy/parts/units.sh",
        "    systemctl enable --now $timers\n", "",
        "tests/operation/test_machine.py -k one_command",
    ),
    Planted(
        "J1", "an installation ends without a backup", "deploy/install",
        'manage "$current" backup "$backups"\n', "",
        "tests/operation/test_installing.py -k backed_up",
    ),
    Planted(
        "J", "nginx passes on who the visitor says they are", "deploy/nginx/motcua.conf",
        "    proxy_set_header X-Real-IP $remote_addr;\n", "",
        "tests/operation/test_nginx.py",
    ),
    Planted(
        "J4", "a version that dossiers run on is taken back", "workflows/procedure/unpublishing.py",
        "    if codes:\n        more", "    if len(codes) > 99:\n        more",
        "tests/workflows/test_unpublishing.py -k named_whether",
    ),
    Planted(
        "J4", "the catalogue goes on showing what was taken back", "workflows/procedure/unpublishing.py",
        "        _show_the_newest(procedure)\n", "        pass\n",
        "tests/workflows/test_unpublishing.py -k nobody_used",
    ),
    Planted(
        "J4", "old code that cannot be asked counts as one that reads all", "deploy/back",
        'unread=$(unread "$older") || refuse', 'unread=$(unread "$older") || : refuse',
        "tests/operation/test_upgrade.py -k cannot_be_asked",
    ),
    Planted(
        "J6", "a worker that never lived wakes nobody", "deploy/prometheus/motcua.rules.yml",
        "expr: motcua_worker_silent_seconds unless motcua_worker_silent_seconds <= 60",
        "expr: motcua_worker_silent_seconds > 60",
        "tests/operation/test_alerts.py -k fires",
    ),
    Planted(
        "J6", "an alert asks for a figure that nobody gives", "deploy/prometheus/motcua.rules.yml",
        "expr: motcua_effects_dead > 0", "expr: motcua_effects_died > 0",
        "tests/operation/test_alerts.py -k is_given",
    ),
    Planted(
        "J6", "alerts are written without anybody who hears them", "deploy/alerts",
        "for name in ALERTS_TO EMAIL_HOST DEFAULT", "for name in EMAIL_HOST DEFAULT",
        "tests/operation/test_alerts.py -k nobody_hears",
    ),
    Planted(
        "J1", "the log of another server is overwritten", "deploy/wal/keep",
        '    cmp -s "$1" "$kept" && exit 0\n', '    exit 0\n',
        "tests/faults/test_wal.py -k whole_or_not",
    ),
    Planted(
        "J1", "a recovery stops at the base backup", "deploy/wal/recover",
        "restore_command = 'cp \\\"%s/log/%%f", "restore_command = 'cp \\\"%s/logs/%%f",
        "tests/faults/test_wal.py -k last_archived",
    ),
    Planted(
        "J1", "a change is told before the standby has it", "deploy/wal/enable",
        '    [ -z "$standby" ] || printf', '    : || printf',
        "tests/faults/test_wal.py -k standby_has",
    ),
    Planted(
        "J", "the containers have no seal", "compose.yaml",
        '"./deploy/secrets:/etc/motcua:ro"', '"./deploy/secrets:/etc/other:ro"',
        "tests/config/test_container.py -k seal_is_where",
    ),
    Planted(
        "J", "nobody fills the tables of a container site", "compose.yaml",
        "python manage.py migrate --no-input && ", "",
        "tests/config/test_container.py -k front_page",
    ),
    Planted(
        "J3", "a migration changes more than it says", "workflows/migrations/0032_field_in_english.py",
        "    operations = [\n",
        '    operations = [\n        migrations.RunSQL("UPDATE workflows_workitem SET due_at = NULL", ""),\n',
        "tests/faults/test_former_site.py",
    ),
]  # fmt: skip
