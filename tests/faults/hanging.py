"""Settings of a site on which the first of each kind of work hangs, and work may last seconds
only.
"""

from tests.faults.quick import *  # noqa: F403
from tests.faults.quick import CELERY_IMPORTS

CELERY_IMPORTS = [*CELERY_IMPORTS, "tests.faults.hanging_work"]
WORK_SECONDS, TASK_SECONDS = 2.0, 3.0
