"""Words for what is refused."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSED: Mapping[str, Promise | str] = {
    "holders": _("A key needs two holders or more."),
    "not_enrolled": _("One of them has not made a key of his own yet."),
    "role": _("One of them is no key holder of this unit today."),
    "founded": _("This unit has a key already."),
    "recovery": _("The province has no recovery key yet."),
    "nobody": _("None of them could hand the open cases over. Keep one of the present holders."),
    "holds": _("This holder has the key already."),
    "short": _("The passphrase needs 12 characters or more."),
    "known": _("This passphrase is easy to guess, or it is your password."),
}  # fmt: skip

CHANNELS: Mapping[str, Promise | str] = {
    "online": _("The public pages (online)"),
    "counter": _("The reception counter"),
}
MODES: Mapping[str, Promise | str] = {
    "sealed": _("Taken in sealed"),
    "paper": _("Paper register: the system keeps a file code and dates only"),
    "guidance": _("Guidance only: nothing is taken online"),
}
MODE_REFUSED: Mapping[str, Promise | str] = {
    "role": _("This decision cannot be changed from here."),
    "key": _("The unit has no key in use with two holders. Found the key first."),
    "open": _("A decision is in force for this way in. End it first."),
    "days": _("The days overlap with an earlier decision, or are not in order."),
}
