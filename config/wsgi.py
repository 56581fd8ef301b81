"""The WSGI entry point that gunicorn serves. It refuses a production site with demo accounts or
default secrets.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - after the applications

from config.production import refuse_unsafe_start  # noqa: E402 - asks the database
from portal.http.waiting.gate import Gate  # noqa: E402

refuse_unsafe_start()
application = Gate(django_application, settings.WEB_THREADS)
