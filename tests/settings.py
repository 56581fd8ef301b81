"""The site's settings, in a folder of the test run's own: no test reads or writes what the site has
kept in `var/`.

pytest-django loads the settings before any conftest, so the environment is set here and not there.
Processes that a test starts inherit it.
"""

import atexit
import os
import shutil
import tempfile

if "MOTCUA_VAR" not in os.environ:
    os.environ["MOTCUA_VAR"] = tempfile.mkdtemp(prefix="motcua-test-")
    atexit.register(shutil.rmtree, os.environ["MOTCUA_VAR"], ignore_errors=True)
os.environ.setdefault("CELERY_TASK_ALWAYS_EAGER", "1")
# no test hangs on the hour
os.environ.setdefault("QUIET_HOURS", "00:00-00:00")
os.environ.setdefault("SMS_URL", "none")  # a test that texts describes its gateway

from config.settings import *  # noqa: F403
from config.settings import DATABASES, STATIC_ROOT, STORAGES, TEMPLATES, VAR
from tests.template_names import Unknown

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 takes 185 ms a hash
# no collectstatic
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns where it is missing

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as a site has: the shared memory that Django would take answers "locked" at once where
    # a file waits.
    DATABASES["default"]["TEST"] = {"NAME": VAR / "test.sqlite3"}
    options = DATABASES["default"]["OPTIONS"]
    # thrown away
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")

SECURITY_CONTACT = ["mailto:an-ninh@motcua.example"]

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Unknown()
