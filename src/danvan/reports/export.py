"""The checks of a report as a table that a spreadsheet opens without running it."""

import csv
import io
from collections.abc import Callable

from django.utils.translation import gettext as _

from danvan.reports.selectors import Contents

_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> cell("=1+1"), cell(" -a"), cell("-5,2"), cell("798")
    ("'=1+1", "' -a", '-5,2', '798')
    """
    bare = text.strip()
    number = bare[:1] in "+-" and bare[1:].replace(".", "").replace(",", "").isdecimal()
    return text if number or not bare.startswith(_ACTIVE) else f"'{text}"


def csv_of(contents: Contents, rule_name: Callable[[str], str], language: str) -> str:
    """Return the checks, one a line, with the mark by which Excel knows UTF-8."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n").writerow
    heads = [_("No."), _("Rule"), _("Result"), _("Weight"), _("Figures"), _("Printed")]
    heads += [_("Computed"), _("Finding"), _("Begins at"), _("Ends at")]
    heads.append(_("Called no error because"))
    write(heads)
    texts = {figure.key: figure.text for figure in contents.figures}
    for check in contents.checks:
        remark = contents.remarks.get(check.pk)
        line = [
            check.key,
            rule_name(check.rule),
            _("Adds up") if check.holds else _("Does not add up"),
            check.severity,
            " ; ".join(texts.get(key, "") for key in check.figures),
            check.printed,
            check.computed,
            check.message_en if language == "en" else check.message_vi,
            str(check.start),
            str(check.end),
            remark.reason if remark else "",
        ]
        write([cell(value) for value in line])
    return "\ufeff" + out.getvalue()
