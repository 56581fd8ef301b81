"""The limit of the public check: the site's settings without its middleware, and one view that does
one SELECT by the code and answers a line of text.
"""

from __future__ import annotations

from tests.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.floor_urls"
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]  # allauth starts with it alone
ALLOWED_HOSTS = ["*"]
