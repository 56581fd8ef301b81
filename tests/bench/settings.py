"""The site's own settings (SQLite: WAL, FULL, IMMEDIATE) on an empty folder, plus the peer flow."""

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench"]
CELERY_TASK_ALWAYS_EAGER = False
CELERY_BROKER_URL = "memory://"  # the doorbell's own cost is the broker's, not the engine's

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # as a site has it: a commit is on the disk
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=OFF", "synchronous=FULL")
