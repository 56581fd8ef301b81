"""The WSGI entry point that gunicorn serves. It refuses a production site with demo accounts or
default secrets.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from config.production import refuse_unsafe_start  # noqa: E402 - asks the database, so the applications come first

refuse_unsafe_start()
