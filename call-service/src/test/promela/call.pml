/*
 * The life of a call between two users, of whom the one who is called has two devices, on two nodes of which one may
 * be lost. docs/model.md says what is proven of it and how it is checked.
 *
 * A safeguard is taken away by defining one of WITHOUT_WINNER_CHECK, WITHOUT_BACKUP, WITHOUT_RESTATEMENT,
 * WITHOUT_VERSIONS, WITHOUT_TAKEN_OVER_TIMERS, WITHOUT_RETRIES, WITHOUT_ROLL_CALL,
 * WITHOUT_SECOND_WORD: then a property must fail.
 */

#define CALLER 0
#define isCallee(d) (d == 1 || d == 2)
#define isRung(d) (d == 1)  /* by whom the callee is meant in a TICK while nobody has answered */

/* The states of a call. Spin keeps the word "active" for itself. */
#define none 0
#define preparing 1
#define ringing 2
#define answered 3
#define ended 4

mtype:kind = {
  NOTHING, CREATE, PREPARED, ACCEPT, REJECT, HANGUP, RECORDED, RESTATE, SESSION_OPENED, SESSION_LOST, TICK
}

/* CommandTable.Rule. */
#define APPLY 0
#define AGAIN 1
#define IGNORE 2
#define NOT_FOUND 3
#define INVALID 4
#define OVER 5

/* The rows of CommandTable that the model has: a test compares them. Written as a sum, since Spin has no constants.
                              none       preparing  ringing  active   ended */
#define table ( \
  row(CREATE,         APPLY,     AGAIN,     AGAIN,   AGAIN,   AGAIN) + \
  row(PREPARED,       IGNORE,    APPLY,     APPLY,   APPLY,   IGNORE) + \
  row(ACCEPT,         NOT_FOUND, INVALID,   APPLY,   APPLY,   AGAIN) + \
  row(REJECT,         NOT_FOUND, INVALID,   APPLY,   APPLY,   AGAIN) + \
  row(HANGUP,         NOT_FOUND, APPLY,     APPLY,   APPLY,   AGAIN) + \
  row(RECORDED,       IGNORE,    IGNORE,    IGNORE,  IGNORE,  APPLY) + \
  row(RESTATE,        IGNORE,    IGNORE,    APPLY,   APPLY,   APPLY) + \
  row(SESSION_OPENED, IGNORE,    APPLY,     APPLY,   APPLY,   IGNORE) + \
  row(SESSION_LOST,   IGNORE,    APPLY,     APPLY,   APPLY,   IGNORE) + \
  row(TICK,           IGNORE,    APPLY,     APPLY,   APPLY,   APPLY))
#define row(kind, inNone, inPreparing, inRinging, inActive, inEnded) (command == kind) * \
  ((call.state == none) * inNone + (call.state == preparing) * inPreparing + (call.state == ringing) * inRinging + \
   (call.state == answered) * inActive + (call.state == ended) * inEnded)
/* not modelled: CONVENE WITHDRAW GET LOOK RINGING ADD SUMMON JOIN UPDATE TRANSFER SET_MEDIA REPORT_CONNECTION CROSS GIVE_WAY
   END REMOVE MUTE SILENCE EXPEL BRIDGE_LOST SESSION_RESUMED SESSION_CLOSED */

mtype:outcome = { noReason, cancelled, declined, hungUp, noAnswer, unreachable, connectionLost, serverError }

/* What a session that has to do with the call was told: Told.Knowledge. */
mtype:told = { untold, toldNothing, toldItLives, toldItIsHandled }

typedef Call {
  byte state;
  byte version;
  mtype:told audience[3];
  bit toldSession[3];        /* which session of the device stands in the audience */
  bool away[3];              /* a party has to reconnect */
  bit heldBy[3];             /* the session that takes part */
  byte callee;               /* the callee's device that answered or declined, or 0 */
  bool wasIn;                /* a callee's device has been in */
  mtype:outcome reason;
  bool recorded
}

/* The call, which two nodes have: a step is written to both before anybody hears of it. */
Call call;
byte owner = 0;              /* the node that has the call */

/* What a device knows of the call. */
mtype:news = { nothing, waits, rings, talks, elsewhere, over }
mtype:news knows[3] = nothing;
byte seen[3];                /* the version of that */
bool acknowledged[3];        /* the device was told that it has answered */
bool gone[3];                /* for good */
bool online[3] = true;
bit session[3];
/* What stands in the directory of sessions: the session of the device, or nobody. */
#define nobody 2
byte entered[3];

/* A device has at most one request under way. */
mtype:kind asked[3] = NOTHING;
mtype:stage = { idle, onItsWay, served, missing }
mtype:stage asking[3] = idle;
bit askedBy[3];              /* its session */
/* A copy of a request, which takes effect late or never. */
mtype:kind copy = NOTHING;
byte copyOf;
bit copyBy;

/* What is left to be done about a device's session: that it is lost is told (TELL), taken down in the directory
   (STRIKE), and told once more (TELL_AGAIN). */
#define TELL 3
#define STRIKE 2
#define TELL_AGAIN 1
byte lostWord[3];
bool openedWord[3];
#define isThere(x, s) (online[x] && session[x] == s)

/* Each kind of trouble comes once at most, and so many in all. */
#ifndef TROUBLES
#define TROUBLES 1
#endif
byte troubles = TROUBLES;
byte come;
#define crash 1
#define loss 2
#define delay 4
#define drop 8
#define comes(trouble) troubles > 0 && (come & trouble) == 0 -> troubles--; come = come | trouble

#define isOfDevice(x) (x == ACCEPT || x == REJECT || x == HANGUP)
#define isOpen(d) (call.audience[d] == toldItLives)

/* How the call looks to a device. */
inline view(d, picture) {
  if
  :: call.state == none || call.state == ended -> picture = over
  :: call.state == answered && (d == CALLER || d == call.callee) -> picture = talks
  :: call.state == answered && isCallee(d) && d != call.callee -> picture = elsewhere
  :: (call.state == preparing || call.state == ringing) && d == CALLER -> picture = waits
  :: call.state == preparing && isCallee(d) -> picture = nothing
  :: call.state == ringing && isCallee(d) -> picture = rings
  fi
}

inline note(d, which) {
  call.audience[d] = toldItLives;
  call.toldSession[d] = which
}

/* Draft.settle: the callee's other device hears that the invitation was settled. */
inline settle(d) {
  call.callee = d;
  call.heldBy[d] = by;
  note(d, by);
  if
  :: isOpen(3 - d) -> call.audience[3 - d] = toldItIsHandled; out[3 - d] = elsewhere
  :: else
  fi
}

/* Draft.end: who knows that the call lives hears that it is over. */
inline finish(how) {
  if :: isOpen(0) -> out[0] = over :: else fi;
  if :: isOpen(1) -> out[1] = over :: else fi;
  if :: isOpen(2) -> out[2] = over :: else fi;
  call.away[0] = false; call.away[1] = false; call.away[2] = false;
  call.state = ended;
  call.reason = how;
  call.version++;
  hasEnded = true
}

inline prepared() {
  if
  :: call.state != preparing -> call.version++
  :: call.state == preparing && !reached[1] && !reached[2] -> finish(unreachable)
  :: call.state == preparing && (reached[1] || reached[2]) ->
    call.state = ringing;
    call.version++;
    if
    :: reached[1] -> note(1, reachedSession[1])
    :: !reached[1] && call.audience[1] == toldNothing -> call.audience[1] = toldItLives
    :: else
    fi;
    if
    :: reached[2] -> note(2, reachedSession[2])
    :: !reached[2] && call.audience[2] == toldNothing -> call.audience[2] = toldItLives
    :: else
    fi;
    if :: isOpen(1) -> out[1] = rings :: else fi;
    if :: isOpen(2) -> out[2] = rings :: else fi
  fi
}

/* RestateSteps: who knows of the call hears once more how it stands. */
inline restate(x) {
  if
  :: call.audience[x] == toldItLives -> view(x, out[x])
  :: call.audience[x] == toldItIsHandled -> out[x] = elsewhere
  :: else
  fi
}

inline opened(d) {
  if
  :: d == CALLER || call.callee == d ->
    if
    :: call.heldBy[d] != by ->
      call.heldBy[d] = by;
      call.away[d] = false;
      note(d, by);
      call.version++
    :: else
    fi
  :: d != CALLER && call.callee != d && call.audience[d] != untold && call.toldSession[d] == by
  :: d != CALLER && call.callee != d && !(call.audience[d] != untold && call.toldSession[d] == by) ->
    if
    :: call.state == preparing ->
      if
      :: call.callee == 0 -> call.audience[d] = toldNothing; call.toldSession[d] = by; call.version++
      :: else
      fi
    :: call.state != preparing -> note(d, by); call.version++
    fi
  fi
}

/* CallStateMachine.apply. */
inline apply() {
  if
  :: command == CREATE ->
    call.state = preparing;
    call.version = 1;
    call.heldBy[CALLER] = by;
    note(CALLER, by)
  :: command == PREPARED -> prepared()
  :: command == ACCEPT && call.state == ringing ->
    call.state = answered;
    call.wasIn = true;
    call.version++;
    out[CALLER] = talks;
    settle(d)
  :: command == ACCEPT && call.state == answered
  :: (command == REJECT || (command == HANGUP && isCallee(d))) && call.state == ringing -> settle(d); finish(declined)
  :: command == HANGUP && call.state == preparing && isCallee(d) -> isDone = false
  :: command == HANGUP && call.state == answered -> finish(hungUp)
  :: command == HANGUP && call.state != answered && d == CALLER -> finish(cancelled)
  :: command == REJECT && call.state == answered -> isDone = false
  :: command == RECORDED -> call.recorded = true
  :: command == RESTATE -> restate(0); restate(1); restate(2)
  :: command == SESSION_OPENED -> opened(d)
  :: command == SESSION_LOST ->
    if
    :: call.heldBy[d] == by && !call.away[d] && (d == CALLER || (call.state == answered && call.callee == d)) ->
      call.away[d] = true;
      call.version++
    :: else
    fi
  :: command == TICK && call.state != ended && call.away[d] -> finish(connectionLost)
  :: command == TICK && call.state == preparing && isRung(d) -> finish(serverError)
  :: command == TICK && call.state == ringing && isRung(d) -> finish(noAnswer)
  :: command == TICK && (call.state == ended || (!call.away[d] && (call.state == answered || !isRung(d))))
  fi
}

/* CallStateMachine.again: fine from the one who did it before. */
inline again() {
  if
  :: command == CREATE
  :: command == ACCEPT && call.callee == d && call.wasIn
  :: command == REJECT && call.reason == declined
  :: command == HANGUP && (d == CALLER || call.callee == d)
  :: else -> isDone = false
  fi
}

/* Who was told that it has answered is the one who did, and nobody says that there was no answer. */
#define isKept(d) (!acknowledged[d] || (call.callee == d && call.wasIn && call.reason != noAnswer))

/* CallStateMachine.decide, on the stored call: one step, written with its backup before anybody hears of it. */
inline decide() {
  isDone = true;
  hasEnded = false;
  assert(isKept(1) && isKept(2));
  if
#ifndef WITHOUT_WINNER_CHECK
  :: isOfDevice(command) && isCallee(d) && call.state == answered && call.callee != d -> isDone = false
#endif
  :: else ->
    rule = table;
    if
    :: rule == APPLY -> apply()
    :: rule == AGAIN -> again()
    :: rule == IGNORE
    :: else -> isDone = false
    fi
  fi;
  rule = 0;
  if :: (command == TICK || command == RESTATE) && call.state == ended -> hasEnded = true :: else fi;
  version = call.version;
  outSession[0] = call.toldSession[0]; outSession[1] = call.toldSession[1]; outSession[2] = call.toldSession[2];
  view(d, picture)
}

#ifdef WITHOUT_VERSIONS
#define isNews(x) true
#else
#define isNews(x) (version >= seen[x])
#endif

/* A device hears at once: that a message is slow to reach it differs in nothing from that the device is slow to act.
   What is older than what it knows it does not apply, and an end is final. */
inline hear(x, what) {
  if
  :: what == nothing || knows[x] == over || !isNews(x)
  :: else -> knows[x] = what; seen[x] = version
  fi
}

/* An event goes to where the session is, if it still is anywhere. */
inline deliver(x) {
  if
  :: isThere(x, outSession[x]) -> hear(x, out[x])
  :: else
  fi;
  out[x] = nothing
}

/* Only the node that has the call answers; another may once it is known that nobody else will. */
inline reply() {
  if
  :: first == SESSION_LOST -> lostWord[d] = (lostWord[d] == TELL -> STRIKE : 0)
  :: first == SESSION_OPENED ->
    openedWord[d] = false;
    if
    :: online[d] && call.state != preparing && !(call.state == none && knows[d] == nothing) -> hear(d, picture)
    :: else
    fi
  :: mayReply && asked[d] == first && asking[d] == (me == owner -> served : missing) ->
    if
    :: isThere(d, by) ->
      hear(d, picture);
      if
      :: isDone && first == ACCEPT ->
        acknowledged[d] = true
      :: else
      fi;
      asking[d] = idle;
      asked[d] = NOTHING
    :: else -> asking[d] = missing
    fi
  :: else
  fi
}

/* RollCall: who was let into the call may be gone, and what became of the session told when the call did not know it.
   Where the edge is there at this time, all that becomes of it is told later. */
#ifdef WITHOUT_ROLL_CALL
#define isLetIn false
#else
#define isLetIn (isDone && (first == CREATE || first == ACCEPT) && !isThere(d, by) && entered[d] != by)
#endif
inline callTheRoll() {
  first = NOTHING;
  mayReply = false;
  if
  :: entered[d] == nobody -> command = SESSION_LOST
  :: entered[d] != nobody -> by = entered[d]; command = SESSION_OPENED
  fi
}

/* Nothing of what was carried out may tell two states apart. */
inline forgetAll() {
  d = 0; by = 0; command = NOTHING; first = NOTHING; mayReply = false;
  version = 0; picture = nothing; isDone = true; hasEnded = false;
  reached[1] = false; reachedSession[1] = 0; reached[2] = false; reachedSession[2] = 0;
  out[0] = nothing; out[1] = nothing; out[2] = nothing;
  outSession[0] = 0; outSession[1] = 0; outSession[2] = 0
}

/* What the command left to be done. A call that was made is prepared, one that has ended is recorded. */
inline follow() {
  if
  :: command == CREATE && isDone && call.state == preparing ->
    reached[1] = online[1]; reachedSession[1] = session[1];
    reached[2] = online[2]; reachedSession[2] = session[2];
    command = PREPARED
  :: command == SESSION_OPENED && first == NOTHING && call.state != preparing -> restate(d); isDecided = true
  :: else -> isDecided = true
  fi
}

/* Some of those who are to be told are, and some are not, or not yet. */
inline deliverSome() {
  if :: out[0] != nothing -> deliver(0) :: true fi;
  if :: out[1] != nothing -> deliver(1) :: true fi;
  if :: out[2] != nothing -> deliver(2) :: true fi
}

/* The other node takes the call over, and what was asked of this one has no reply. */
inline handOver() {
  owner = 1;
#ifdef WITHOUT_BACKUP
  call.state = none; call.version = 0; call.callee = 0; call.wasIn = false; call.reason = noReason;
  call.audience[0] = untold; call.audience[1] = untold; call.audience[2] = untold;
#endif
  if :: asking[0] == served -> asking[0] = missing :: else fi;
  if :: asking[1] == served -> asking[1] = missing :: else fi;
  if :: asking[2] == served -> asking[2] = missing :: else fi
}

/* One command and all that follows from it, with nothing else about the call in between: Switchboard.inLane. At any
   moment the first node may die, or be taken for dead and do later what is left to be done. */
inline carryOut() {
  do
  :: d_step { !isDecided -> decide(); follow() }
  :: atomic { isDecided ->
      if :: out[0] != nothing -> deliver(0) :: else fi;
      if :: out[1] != nothing -> deliver(1) :: else fi;
      if :: out[2] != nothing -> deliver(2) :: else fi;
      isDecided = false;
      if
      :: hasEnded -> command = RECORDED
      :: !hasEnded && isLetIn -> callTheRoll()
      :: else -> reply(); forgetAll(); break
      fi }
  :: atomic { owner == me && comes(crash);
      deliverSome();
      handOver();
      if
      :: true
      :: isDecided = false; forgetAll(); goto dead
      fi }
  od
}

#ifdef WITHOUT_TAKEN_OVER_TIMERS
#define timersRun (me == 0)
#else
#define timersRun true
#endif

#define takeRequest(x) atomic { owner == me && asking[x] == onItsWay -> \
  asking[x] = served; d = x; by = askedBy[x]; command = asked[x]; first = asked[x]; mayReply = true }
#define takeWord(x, isDue, kind, ofSession) atomic { owner == me && (isDue) -> \
  d = x; by = ofSession; command = kind; first = kind }
#ifdef WITHOUT_SECOND_WORD
#define secondWord 0
#else
#define secondWord TELL_AGAIN
#endif
#define strike(x) atomic { owner == me && lostWord[x] == STRIKE -> \
  entered[x] = (entered[x] == 0 -> nobody : entered[x]); lostWord[x] = secondWord; goto endIdle }
#define timeIsUp(x, isDue) atomic { owner == me && timersRun && (isDue) -> d = x; command = TICK }
#define hasDeadline (call.state == preparing || call.state == ringing || (call.state == ended && !call.recorded))

proctype Node(bit me) {
  mtype:kind command = NOTHING;
  mtype:kind first = NOTHING;
  bool isDone = true;
  mtype:news picture = nothing;
  mtype:news out[3] = nothing;
  bit outSession[3];
  bool reached[3];
  bit reachedSession[3];
  bool isDecided;
  bool hasEnded;
  bool mayReply;
  bit by;                    /* the session that the command is of */
  byte version;
  byte d, rule;
endStandby:
  owner == me;
#ifndef WITHOUT_RESTATEMENT
  if
  :: me == 1 -> command = RESTATE
  :: me == 0 -> goto endIdle
  fi;
#else
  goto endIdle;
#endif
busy:
  carryOut();
endIdle:
  if
  :: takeRequest(0)
  :: takeRequest(1)
  :: takeRequest(2)
  :: takeWord(0, lostWord[0] == TELL || lostWord[0] == TELL_AGAIN, SESSION_LOST, 0)
  :: takeWord(1, lostWord[1] == TELL || lostWord[1] == TELL_AGAIN, SESSION_LOST, 0)
  :: strike(0)
  :: strike(1)
  :: takeWord(0, openedWord[0], SESSION_OPENED, 1)
  :: takeWord(1, openedWord[1], SESSION_OPENED, 1)
  :: atomic { owner == me && copy != NOTHING ->
      d = copyOf; by = copyBy; command = copy; first = copy; copy = NOTHING; copyOf = 0; copyBy = 0 }
  :: timeIsUp(0, call.away[0])
  :: timeIsUp(call.callee, call.callee != 0 && call.away[call.callee])
  :: timeIsUp(1, hasDeadline)
  :: atomic { owner == me && comes(crash); handOver(); goto dead }
  :: owner != me -> goto dead
  fi;
  goto busy;
dead:
  skip
}

#define isFree(x) (online[x] && asking[x] == idle)
#define send asking[me] = onItsWay; askedBy[me] = session[me]
#define request(what) asked[me] = what; send

/* The user makes a call, may cancel it or hang up, answers, declines, or lets it ring. */
proctype Device(byte me) {
  bool isMadeUp, hasHungUp;
end:
  do
#ifndef WITHOUT_RETRIES
  :: atomic { online[me] && asking[me] == missing -> send }
#endif
  :: atomic { isFree(me) && me == CALLER && !isMadeUp -> isMadeUp = true; request(CREATE) }
  :: atomic { isFree(me) && knows[me] == rings && !isMadeUp ->
      isMadeUp = true;
      if
      :: request(ACCEPT)
      :: request(REJECT)
      :: true
      fi }
  :: atomic { isFree(me) && (knows[me] == waits || knows[me] == talks) && !hasHungUp ->
      hasHungUp = true;
      if
      :: request(HANGUP)
      :: true
      fi }
  /* It says hello anew, perhaps before anybody has looked for its lost session. */
  :: atomic { session[me] == 1 && !online[me] && !gone[me] ->
      online[me] = true; entered[me] = 1; openedWord[me] = true;
      if
      :: lostWord[me] == TELL -> lostWord[me] = 0
      :: true
      fi }
  od
}

/* The edge of a device is lost, and the device comes to another one, or never. What it asked for may have left the edge,
   and still takes effect. */
inline disconnect(x) {
  online[x] = false;
  lostWord[x] = TELL;
  if
  :: asking[x] == onItsWay -> asking[x] = missing; copy = asked[x]; copyOf = x; copyBy = askedBy[x]
  :: asking[x] == onItsWay || asking[x] == served -> asking[x] = missing
  :: else
  fi;
  if
  :: gone[x] = true
  :: session[x] = 1
  fi
}

/* The other troubles come to the caller and to one of the callee's devices, which are alike. */
proctype Trouble() {
  do
  /* A request gets lost, or its reply. */
  :: atomic { (asking[0] == onItsWay || asking[0] == served) && comes(loss); asking[0] = missing }
  :: atomic { (asking[1] == onItsWay || asking[1] == served) && comes(loss); asking[1] = missing }
  /* A request was sent twice, and one of the two is slow. */
  :: atomic { asked[0] != NOTHING && comes(delay); copy = asked[0]; copyOf = 0; copyBy = askedBy[0] }
  :: atomic { asked[1] != NOTHING && comes(delay); copy = asked[1]; copyOf = 1; copyBy = askedBy[1] }
  :: atomic { comes(drop); disconnect(0) }
  :: atomic { comes(drop); disconnect(1) }
  :: atomic { troubles = 0; break }
  od
}

init {
  atomic {
    run Node(0); run Node(1);
    run Device(0); run Device(1); run Device(2);
    run Trouble()
  }
}

#define isLive (call.state == preparing || call.state == ringing || call.state == answered)
#define isInformed(d) (gone[d] || knows[d] == nothing || knows[d] == elsewhere || knows[d] == over)
#define isAnswered(d) (gone[d] || asked[d] == NOTHING)
#define leavesOff(d) (gone[d] || d == call.callee || knows[d] != rings)

#define theEndIsLearned [] (call.state == ended -> <> [] (isInformed(0) && isInformed(1) && isInformed(2)))
#define theOtherStops [] (call.state == answered -> <> (call.state == ended || (leavesOff(1) && leavesOff(2))))
#define ringingEnds [] ((call.state == preparing || call.state == ringing) -> <> (call.state == answered || call.state == ended))
#define partiesCarryIt [] ((gone[0] || (call.callee != 0 && gone[call.callee])) -> <> [] !isLive)
#define repliesCome [] <> (isAnswered(0) && isAnswered(1) && isAnswered(2))
#define recordsAreMade [] (call.state == ended -> <> call.recorded)

ltl everyOneLearnsOfTheEnd { theEndIsLearned }
ltl theOtherDeviceStopsRinging { theOtherStops }
ltl ringingComesToAnEnd { ringingEnds }
ltl noCallOutlivesItsParties { partiesCarryIt }
ltl everyRequestIsAnswered { repliesCome }
ltl everyCallIsRecorded { recordsAreMade }
ltl allOfThese { theEndIsLearned && theOtherStops && ringingEnds && partiesCarryIt && repliesCome && recordsAreMade }
