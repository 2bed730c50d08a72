"""What roles are called on screen."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from danvan.accounts.rights import Role

ROLES: Mapping[Role, Promise | str] = {
    Role.CLERICAL_OFFICER: _("Clerical officer"),
    Role.RECEPTION_OFFICER: _("Reception officer"),
    Role.RECEPTION_HEAD: _("Head of the reception board"),
    Role.PETITION_CLERK: _("Petition clerk"),
    Role.VERIFIER: _("Verifier"),
    Role.ONE_STOP_OFFICER: _("One-stop officer"),
    Role.UNIT_LEADER: _("Unit leader"),
    Role.REPORT_COMPILER: _("Report compiler"),
    Role.PROVINCIAL_COMPILER: _("Provincial compiler"),
    Role.COUNCIL_CLERK: _("Council office clerk"),
    Role.APPROVER: _("Approver"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.KEY_HOLDER: _("Key holder"),
    Role.OPERATOR: _("Operator"),
    Role.AUDITOR: _("Auditor"),
}
