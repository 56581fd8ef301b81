"""Settings of a site whose conversions take longer than the broker waits before it delivers a
message again.
"""

from tests.settings import *  # noqa: F403

CELERY_IMPORTS = ["tests.faults.slow_conversion"]
