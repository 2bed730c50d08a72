"""What the office is told about units and working days."""

from django.utils.translation import gettext_lazy as _

DAY_SAVED = _("The day is in the calendar.")
YEAR_OPENED = _("The public holidays of the year are in the calendar.")
