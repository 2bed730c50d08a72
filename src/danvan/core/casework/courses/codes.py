"""The words of the courses: what they are of, where one stands, what one does."""

from enum import StrEnum


class Kind(StrEnum):
    """What a letter is, by its content (Circular 05/2021/TT-TTCP, article 6)."""

    FEEDBACK = "feedback"  # kiến nghị, phản ánh
    COMPLAINT = "complaint"  # khiếu nại
    DENUNCIATION = "denunciation"  # tố cáo


class Course(StrEnum):
    """One table of states and steps."""

    FEEDBACK = "feedback"
    COMPLAINT_FIRST = "complaint_first"
    COMPLAINT_SECOND = "complaint_second"
    DENUNCIATION = "denunciation"
    FOLLOW_UP = "follow_up"  # tố cáo tiếp


class State(StrEnum):
    """Where a matter stands."""

    RECEIVED = "received"
    SCREENED = "screened"
    JOINED = "joined"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    GUIDED = "guided"
    TRANSFERRED = "transferred"
    RETURNED = "returned"
    DEMANDED = "demanded"
    INSPECTED = "inspected"
    FILED = "filed"
    ASSIGNED = "assigned"
    VERIFIED = "verified"
    INVITED = "invited"
    HEARD = "heard"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"
    CONCLUDED = "concluded"
    ANSWERED = "answered"
    APPEALED = "appealed"
    EXECUTING = "executing"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REOPEN_ASKED = "reopen_asked"
    REOPENED = "reopened"


class Step(StrEnum):
    """What somebody does."""

    RECEIVE = "receive"
    SCREEN = "screen"
    RECLASSIFY = "reclassify"
    JOIN = "join"
    SEPARATE = "separate"
    ACCEPT = "accept"
    REFUSE = "refuse"
    GUIDE = "guide"
    EXPLAIN = "explain"
    TRANSFER = "transfer"
    RETURN = "return"
    DEMAND = "demand"
    REMIND = "remind"
    REPLY_IN = "reply_in"
    INFORM = "inform"
    INSPECT = "inspect"
    REFER = "refer"
    PROTECT = "protect"
    FILE = "file"
    NOTIFY = "notify"
    ASSIGN = "assign"
    DETERMINE = "determine"
    EXTEND = "extend"
    VERIFY = "verify"
    INVITE = "invite"
    DIALOGUE = "dialogue"
    SUSPEND = "suspend"
    RESUME = "resume"
    TERMINATE = "terminate"
    CONCLUDE = "conclude"
    ANSWER = "answer"
    PUBLISH = "publish"
    APPEAL = "appeal"
    SUE = "sue"
    EXECUTE = "execute"
    RECORD = "record"
    RESOLVE = "resolve"
    RATE = "rate"
    WITHDRAW = "withdraw"
    DROP_PART = "drop_part"
    CLOSE = "close"
    ASK_REOPEN = "ask_reopen"
    REOPEN = "reopen"
    DENY_REOPEN = "deny_reopen"


class Party(StrEnum):
    """Who is asked when a hand-over takes too long."""

    CLERK = "clerk"
    LEADER = "leader"
    VERIFIER = "verifier"
    BODY = "body"  # another office
    PERSON = "person"  # who wrote
    EXECUTOR = "executor"


class Need(StrEnum):
    """What a step must bring, or what must hold, before it can be taken."""

    REASONS = "reasons"  # codes of eligibility or of the grounds of that step
    BODY = "body"  # whereto
    UNIT = "unit"  # who works on it
    ORIGINAL = "original"  # the letter it repeats
    GROUND = "ground"  # a code of `grounds`
    SIGNATURE = "signature"  # signed or fingerprinted by whom it concerns
    CRITERIA = "criteria"  # letters of the criteria of complexity
    DATE = "date"  # of the dialogue, of the end of an extension
    PRESENT = "present"  # who was there, who not, with or without reason
    OUTCOME = "outcome"  # a code of `Outcome`
    RIGHT_TO_SUE = "right_to_sue"  # printed in the decision
    RESULT = "result"  # what came of it: money, land, persons, transfers
    NO_DIFFERENCE = "no_difference"  # what is asked and what was found agree
    OVERDUE = "overdue"  # the term of settlement has passed
    IN_EFFECT = "in_effect"  # the decision has legal effect
    NOTHING_LEFT = "nothing_left"  # nothing has to be executed


class Outcome(StrEnum):
    """What a conclusion or a decision says."""

    JUSTIFIED = "justified"  # đúng
    PARTLY = "partly"  # đúng một phần
    UNJUSTIFIED = "unjustified"  # sai
    UPHELD = "upheld"  # giữ nguyên
    CHANGED = "changed"  # sửa
    ANNULLED = "annulled"  # hủy
    SETTLED = "settled"  # kiến nghị, phản ánh: đã giải quyết
    EXPLAINED = "explained"  # kiến nghị, phản ánh: đã giải thích
