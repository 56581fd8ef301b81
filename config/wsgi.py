"""The WSGI entry point that gunicorn serves. It refuses a production site with demo accounts or default secrets."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from portal.checks import unsafe_start  # noqa: E402 - needs the applications loaded

if reasons := unsafe_start():
    sys.exit("\n".join(["This site is not safe to serve:", *(f"  {each.msg} {each.hint}" for each in reasons)]))
