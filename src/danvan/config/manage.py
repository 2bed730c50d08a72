"""The command danvan-manage: Django's commands for operators."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "danvan.config.settings")
    execute_from_command_line(sys.argv)
