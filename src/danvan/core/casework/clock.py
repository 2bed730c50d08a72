"""Which legal term a step starts, and which steps meet it.

At most one term runs at a time, and none is left when a petition closes.
"""

from collections.abc import Mapping

from danvan.core.casework.workflow import Kind, Step

_F, _K, _T = Kind.FEEDBACK, Kind.COMPLAINT, Kind.DENUNCIATION

STARTS: Mapping[tuple[Kind, Step], str] = {
    (_F, Step.RECEIVE): "DL-KNPA-01",
    (_F, Step.SEPARATE): "DL-KNPA-01",
    (_K, Step.RECEIVE): "DL-KN-01",
    (_K, Step.SEPARATE): "DL-KN-01",
    (_K, Step.ACCEPT): "DL-KN-02",
    (_K, Step.CONCLUDE): "DL-KN-03",
    (_T, Step.RECEIVE): "DL-TC-01",
    (_T, Step.ACCEPT): "DL-TC-05",
    (_T, Step.CONCLUDE): "DL-TC-08",
}

_SENT_AWAY = {
    *(Step.GUIDE, Step.EXPLAIN, Step.TRANSFER, Step.RETURN, Step.REFER, Step.REFUSE),
    *(Step.DEMAND, Step.INSPECT, Step.JOIN, Step.FILE, Step.WITHDRAW),
}
_ENDED = {Step.CONCLUDE, Step.TERMINATE, Step.APPEAL, Step.WITHDRAW}
# A term that has no other end than the answer is kept open until then, though an
# acceptance notice would meet the letter of article 28.1: people wait for the answer.
MEETS: Mapping[str, frozenset[Step]] = {
    "DL-KNPA-01": frozenset({Step.ANSWER, *_SENT_AWAY}),
    "DL-KN-01": frozenset({Step.ACCEPT, *_SENT_AWAY}),
    "DL-KN-02": frozenset(_ENDED),
    "DL-KN-03": frozenset({Step.ANSWER, Step.WITHDRAW}),
    "DL-TC-01": frozenset({Step.ACCEPT, *_SENT_AWAY}),
    "DL-TC-05": frozenset({Step.CONCLUDE, Step.TERMINATE, Step.REFER}),
    "DL-TC-08": frozenset({Step.ANSWER}),
}
