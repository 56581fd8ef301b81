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
        "J1", "the last chunk of a backup is not known as such", "operation/sealing.py",
        "bytes([last])", "bytes(1)",
        "tests/operation/test_sealing.py",
    ),
    Planted(
        "J1", "a backup opens for any name", "operation/sealing.py",
        "chunk, name.encode())", 'chunk, b"database")',
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
        "J6", "a worker that died long ago lives", "workflows/heartbeat.py",
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
        '    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by the machine itself\n', "",
        "tests/config/test_container.py -k health_check",
    ),
    Planted(
        "J", "the health check must know the site's name", "portal/monitoring/probed.py",
        "        if request.path_info == PATH and settings.ALLOWED_HOSTS:", "        if request.path_info == b'':",
        "tests/config/test_container.py -k health_check",
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
        "J1", "a second preparation makes another key", "deploy/machine",
        'if ! [ -s "$key" ]; then', "if true; then",
        "tests/operation/test_installing.py -k prepared",
    ),
    Planted(
        "J1", "the backup's timer is not enabled", "deploy/machine",
        "systemctl enable --now motcua-backup.timer\n", "",
        "tests/operation/test_installing.py -k prepared",
    ),
    Planted(
        "J1", "an installation ends without a backup", "deploy/install",
        '    manage "$current" backup "$backups"\n', "",
        "tests/operation/test_installing.py -k backed_up",
    ),
    Planted(
        "J", "nginx passes on who the visitor says he is", "deploy/nginx/motcua.conf",
        "        proxy_set_header X-Real-IP $remote_addr;\n", "",
        "tests/operation/test_nginx.py",
    ),
]  # fmt: skip
