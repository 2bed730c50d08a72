"""The service of every step, by its code."""

from collections.abc import Callable, Mapping

from danvan.core.casework.workflow import Step
from danvan.petitions import ending, onward, screening, services, settling
from danvan.petitions.models import Petition

SERVICES: Mapping[Step, Callable[..., Petition]] = {
    Step.SCREEN: services.screen,
    Step.ACCEPT: services.accept,
    Step.GUIDE: services.guide,
    Step.TRANSFER: services.transfer,
    Step.EXPLAIN: onward.explain,
    Step.RETURN: onward.give_back,
    Step.DEMAND: onward.demand,
    Step.INFORM: onward.inform,
    Step.FILE: services.file,
    Step.ASSIGN: services.assign,
    Step.REMIND: screening.remind,
    Step.REPLY_IN: screening.note_reply,
    Step.ANSWER: services.answer,
    Step.CLOSE: services.close,
    Step.REFUSE: settling.refuse,
    Step.DETERMINE: settling.determine,
    Step.VERIFY: settling.verify,
    Step.INVITE: settling.invite,
    Step.DIALOGUE: settling.dialogue,
    Step.SUSPEND: settling.suspend,
    Step.RESUME: settling.resume,
    Step.TERMINATE: settling.terminate,
    Step.NOTIFY: settling.notify,
    Step.CONCLUDE: settling.conclude,
    Step.EXECUTE: ending.execute,
    Step.RECORD: ending.record,
    Step.RESOLVE: ending.resolve,
    Step.PUBLISH: ending.publish,
    Step.SUE: ending.sue,
    Step.WITHDRAW: ending.withdraw,
    Step.DROP_PART: ending.drop_part,
    Step.RATE: ending.rate,
    Step.ASK_REOPEN: ending.ask_reopen,
    Step.REOPEN: ending.reopen,
    Step.DENY_REOPEN: ending.deny_reopen,
    Step.APPEAL: ending.appeal,
}
