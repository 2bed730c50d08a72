"""What the citizen is told, drafted for the clerk to read over and change.

The words are official Vietnamese, as papers are, whatever language the page has.
"""

from collections.abc import Callable, Mapping

from danvan.core.casework import courses
from danvan.core.casework.competence import office_words
from danvan.core.casework.eligibility import LABELS
from danvan.core.casework.ground import Ground
from danvan.core.casework.routing import Action
from danvan.petitions.classification import Classification
from danvan.petitions.models import Petition
from danvan.petitions.routing import Proposal


def reasons(petition: Petition, said: Classification, proposal: Proposal) -> str:
    """Return every reason why it is not taken, one a line, with its article."""
    lines = [
        f"{LABELS[failing.reason]['vi']} ({law(failing.ground)})"
        for failing in proposal.found.failing
    ]
    course, step = _REFUSED
    barred = courses.cases(course, step, petition.received_on)
    known = {case.code: case for case in barred}
    lines += [
        f"{known[code].words['vi']} ({law(known[code].ground)})"
        for code in said.cases
        if code in known
    ]
    return "\n".join(dict.fromkeys(lines))


def body(proposal: Proposal) -> str:
    """Return whom the law names as competent, or nothing where it must be written."""
    if proposal.competent is None:
        return ""
    return office_words(proposal.competent)["vi"]


def law(ground: Ground) -> str:
    """Return article and act."""
    return f"{ground.article}, {ground.act}"


def reply(petition: Petition, said: Classification, proposal: Proposal) -> str:
    """Return the message to the citizen; empty where the step has none."""
    draft = _DRAFTS.get(proposal.route.action)
    return draft(petition, said, proposal) if draft else ""


_SPLIT = (
    "Đơn có nhiều nội dung thuộc thẩm quyền của nhiều cơ quan. Đề nghị ông/bà viết "
    "thành các đơn riêng, mỗi đơn một nội dung, và gửi đến cơ quan có thẩm quyền."
)
_REFUSED = (courses.Course.COMPLAINT_FIRST, courses.Step.REFUSE)


def _guide(petition: Petition, said: Classification, proposal: Proposal) -> str:
    why = reasons(petition, said, proposal)
    parts = [f"Đơn chưa đủ điều kiện xử lý:\n{why}"] if why else []
    to = body(proposal) or "cơ quan có thẩm quyền"
    parts.append(
        f"Đề nghị ông/bà gửi đơn đến {to} để được xem xét, giải quyết theo quy định "
        f"({law(proposal.route.ground)})."
    )
    return "\n".join([*parts, *_originals(petition)])


def _split(petition: Petition, said: Classification, proposal: Proposal) -> str:
    return "\n".join(
        [
            _SPLIT,
            *_originals(petition),
        ]
    )


def _file(petition: Petition, said: Classification, proposal: Proposal) -> str:
    why = reasons(petition, said, proposal)
    return f"Đơn được xếp lưu, không xử lý tiếp, vì:\n{why}"


def _refuse(petition: Petition, said: Classification, proposal: Proposal) -> str:
    why = reasons(petition, said, proposal)
    return "\n".join(
        [f"Khiếu nại không đủ điều kiện thụ lý vì:\n{why}", *_originals(petition)]
    )


def _explain(petition: Petition, said: Classification, proposal: Proposal) -> str:
    return (
        "Vụ việc đã được giải quyết đúng quy định của pháp luật "
        f"({law(proposal.route.ground)}). Đề nghị ông/bà chấp hành và chấm dứt việc "
        "gửi đơn về cùng nội dung."
    )


def _return(petition: Petition, said: Classification, proposal: Proposal) -> str:
    return (
        f"Đơn không thuộc thẩm quyền giải quyết và đã được trả lại nơi chuyển là "
        f"{petition.forwarded_by or 'cơ quan chuyển đơn'}."
    )


def _forward(petition: Petition, said: Classification, proposal: Proposal) -> str:
    return (
        "Đơn đã được chuyển đến cơ quan có thẩm quyền để xem xét, giải quyết "
        f"({law(proposal.route.ground)})."
    )


def _originals(petition: Petition) -> list[str]:
    return ["Giấy tờ gốc được trả lại cho ông/bà."] if petition.originals else []


_DRAFTS: Mapping[Action, Callable[[Petition, Classification, Proposal], str]] = {
    Action.GUIDE: _guide,
    Action.SPLIT: _split,
    Action.FILE: _file,
    Action.REFUSE: _refuse,
    Action.EXPLAIN: _explain,
    Action.RETURN: _return,
    Action.FORWARD: _forward,
}
