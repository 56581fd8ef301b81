#!/usr/bin/env python
"""Django's command line for Motcua; works without any environment variable. What changes the site
leaves a row.
"""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from operation import shell

    with shell.recorded(sys.argv):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
