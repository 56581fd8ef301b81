"""The steps of an admission procedure that a round moves, by their ids in the definition."""

REGISTERED = "registered"  # all wait here until the window closes
CHECK = "check"  # the school of the first wish looks at the papers
WAIT_CHECK = "wait_check"  # the family brings what the school asked for
SECOND_CHECK = "second_check"  # another officer, where points are claimed
RESULT = "result"  # waits for the seats
NOTICE = "notice"  # the admission notice is made
CONFIRM = "confirm"  # the family answers
ENROL = "enrol"  # the school notes who came
WAITING = "waiting"  # has a seat, or none, and waits for a better wish
UNPLACED = "unplaced"  # has none: waits for seats passed on and the supplementary round

#: Outcomes of those steps.
CLOSE = "close"
ADMIT, NOT_ADMIT = "admit", "not_admit"
MOVE_UP, END = "move_up", "end"
ENROLLED, NOT_COME = "enrolled", "not_come"

#: What a family answers at CONFIRM, in the field `answer`.
ANSWER = "answer"
ACCEPT, ACCEPT_WAIT, DECLINE = "accept", "accept_wait", "decline"
