"""The checks of a report as a table that a spreadsheet opens without running it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from danvan.reports.selectors import Contents
from danvan.writers import grid


def csv_of(contents: Contents, rule_name: Callable[[str], str], language: str) -> str:
    """Return the checks, one a line, with the mark by which Excel knows UTF-8."""
    rows = []
    heads = [_("No."), _("Rule"), _("Result"), _("Weight"), _("Figures"), _("Printed")]
    heads += [_("Computed"), _("Finding"), _("Begins at"), _("Ends at")]
    heads.append(_("Called no error because"))
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
        rows.append(line)
    return grid.csv_text(heads, rows)
