"""`python -m tests.operation.by_steps`: an empty database gets its tables by every single migration
there ever was.
"""

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from tests import stepping  # noqa: E402

stepping.to_the_end()
# nothing is left of it but what Django writes of tables: permissions
call_command("migrate", verbosity=0)
