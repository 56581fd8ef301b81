"""Settings of a site that waits seconds where a real one waits half a minute: for a lease to run
out, for a next try.

`make faults` (FAULTS=long) waits as shipped.
"""

import os

from tests.settings import *  # noqa: F403

CELERY_IMPORTS = [] if os.environ.get("FAULTS") == "long" else ["tests.faults.quick_waits"]
