"""Keys of units: founded, given to holders, renewed, handed over, recovered.

A new epoch needs public keys only, so a holder is removed at once and by
anybody who may; handing the open cases over to it needs one who can open them.
"""

from danvan.vault.unit_keys.epochs import province_of
from danvan.vault.unit_keys.founding import found_recovery, found_unit_key
from danvan.vault.unit_keys.handing_over import Progress, progress_of, rewrap
from danvan.vault.unit_keys.holders import add_holder, remove_holder
from danvan.vault.unit_keys.openers import Opener, by_holding, by_shares
from danvan.vault.unit_keys.rotating import begin_rotation, recover, rotate

__all__ = [
    "Opener",
    "Progress",
    "add_holder",
    "begin_rotation",
    "by_holding",
    "by_shares",
    "found_recovery",
    "found_unit_key",
    "progress_of",
    "province_of",
    "recover",
    "remove_holder",
    "rewrap",
    "rotate",
]
