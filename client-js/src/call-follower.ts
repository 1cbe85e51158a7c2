import type { Call, CallEnd, CallState, HandledElsewhere } from "./call.js";
import { CallFacts } from "./call-facts.js";
import { type CallEvent, applyEvent, isIn } from "./call-view.js";
import { CarillonError } from "./errors.js";
import { HeldEvents } from "./held-events.js";
import { CallMedia } from "./media/call-media.js";
import type { MediaEnvironment, PeerMedia } from "./media/peer-media.js";
import { partyChanges } from "./party-changes.js";
import { follow } from "./party-news.js";
import type { MediaConnection, PeerPath } from "./peer.js";
import type { CallView, Description, DeviceRef, EndReason, MediaFlags } from "./protocol.js";

/** What a call needs of its client. */
export interface CallEnvironment extends MediaEnvironment {
  /** This device. */
  readonly self: () => DeviceRef;
  readonly now: () => number;
  /** The call's state, or that of a party, changed. */
  readonly changed: () => void;
}

/** A call as the service tells of it: keeps the view, acts on what changes, and says so. */
export abstract class CallFollower extends CallFacts {
  readonly mediaSide: CallMedia;
  end: CallEnd | undefined;
  handled: HandledElsewhere | undefined;
  /** Whether the service still has to hear that this device left: what it says meanwhile is old. */
  isLeaving = false;
  /** The offer that came with the invitation. */
  protected offer: Description | undefined;
  /** Requests under way whose reply is the whole call. */
  private asked = 0;
  private readonly held = new HeldEvents();

  protected constructor(
    protected readonly env: CallEnvironment,
    view: CallView,
    state: CallState,
    readonly handOver: boolean,
  ) {
    super(env.self, view, state);
    this.mediaSide = new CallMedia(env, this);
    this.on("peerConnection", env.changed);
    this.on("localMedia", env.changed);
  }

  /** This object as the app sees it: the union says what each state allows, and the methods check it. */
  abstract get asCall(): Call;

  /** Whether this device is about to be in: by an answer, or by entering. */
  protected abstract get isBecomingActive(): boolean;

  get connection(): MediaConnection {
    return this.mediaSide.connection;
  }
  get localStream(): MediaStream | undefined {
    return this.mediaSide.local?.stream;
  }
  get localScreen(): MediaStream | undefined {
    return this.mediaSide.local?.screen;
  }
  get remoteStream(): MediaStream | undefined {
    return this.seenOf(this.peer.userId).remoteStream;
  }
  get localMedia(): MediaFlags {
    return this.mediaSide.flags;
  }

  /** An event about this call. */
  handle(event: CallEvent): void {
    if (this.mustWait(event)) return this.held.hold(event);
    if (this.isOver) return;
    this.show(applyEvent(this.view, event));
    switch (event.type) {
      case "call.invited":
        // In a group each has to be offered to anew: one offer is for one.
        if (!this.group) this.offer = event.data.description ?? this.offer;
        return;
      case "call.ringing":
        return this.emit("ringing", device(event.data));
      case "call.accepted":
        return this.answered(event.data.userId, event.data.description);
      case "call.rejected":
        return this.notTaken(event.data.userId, event.data.reason === "busy" ? "busy" : "declined");
      case "call.noAnswer":
        return this.notTaken(event.data.userId, "no_answer");
      case "call.updated":
        return this.emit("updated", { ...device(event.data), userInfo: event.data.userInfo });
      case "call.muted": {
        const { audio, video, screen, by } = event.data;
        return this.emit("muted", { ...device(event.data), audio, video, screen, ...(by === undefined ? {} : { by }) });
      }
      case "media.speaker":
        return this.emit("speaker", { userId: event.data.userId, recent: event.data.recent });
      case "media.connectivity":
        return this.reached(event.data.userId, event.data.active);
      case "call.state":
        return this.catchUp(event.data.description);
      case "call.handledElsewhere":
        return this.settleElsewhere(event.data);
      case "call.ended":
        return this.finish({ ...event.data, durationMs: event.data.durationMs ?? 0 });
      case "media.description":
        return this.mediaSide.describe(event.data);
      case "media.candidates":
        return this.mediaSide.receiveCandidates(event.data);
      default:
        // The view says it all.
        return;
    }
  }

  /** Takes what the service says about the whole call, and acts on what is different. */
  show(next: CallView): void {
    if (this.isOver || next === this.view || next.version < this.view.version) return;
    const before = this.view;
    this.view = next;
    // An end comes as an event or through the snapshot, with its reason.
    if (next.state === "active" && this.state === "outgoing" && !this.isBecomingActive)
      this.moveTo(this.mediaSide.isOpen ? "active" : "detached");
    this.compareSelf(before, next);
    if (this.isOver) return;
    this.mediaSide.obey();
    this.comparePath(before);
    follow(partyChanges(before, next, this.self().userId), this, this.mediaSide);
    this.env.changed();
    this.release();
  }

  /** The call is over for this device. */
  finish({ reason, by, durationMs, userInfo }: CallEnd): void {
    if (this.isOver) return;
    // The tracks of an invitation that gave way to the other party's go on in that call.
    if (reason === "replaced" && this.state === "outgoing") this.mediaSide.dropPaths();
    else this.mediaSide.close();
    this.end = { reason, durationMs, ...(by === undefined ? {} : { by }), ...(userInfo === undefined ? {} : { userInfo }) };
    this.moveTo("ended");
    this.emit("ended", this.end);
  }

  protected pathTo(userId: string): PeerMedia | undefined {
    return this.mediaSide.knownPathTo(userId);
  }

  /** Waits for a reply with the whole call. Events that overtake it wait too: applied first, they would make it old. */
  protected async learn<T extends CallView | Record<string, never>>(sent: Promise<T>): Promise<T> {
    this.asked += 1;
    try {
      const reply = await sent;
      if (isView(reply) && reply.callId === this.id) this.show(reply);
      return reply;
    } finally {
      this.asked -= 1;
      this.release();
    }
  }

  protected seenOf(userId: string): PeerPath {
    return this.mediaSide.seenOf(userId);
  }

  private release(): void {
    for (const event of this.held.take((event) => !this.mustWait(event))) this.handle(event);
  }

  private mustWait(event: CallEvent): boolean {
    return this.asked > 0 || this.isAhead(event);
  }

  /** Media of a party, of a device of it, or of a bridge, that has not been told of yet. */
  private isAhead(event: CallEvent): boolean {
    if (event.type !== "media.description" && event.type !== "media.candidates") return false;
    const { from, epoch } = event.data;
    if (epoch > this.epoch) return true;
    if (from === "sfu") return false;
    const party = this.partyOf(from.userId);
    return party === undefined || !isIn(party) || party.deviceId !== from.deviceId;
  }

  /** The description is the answer of that user; where invitations crossed and this user counts as the callee, the caller's offer. */
  private answered(userId: string, description: Description | undefined): void {
    const from = userId === this.self().userId ? this.view.from.userId : userId;
    if (description) void this.mediaSide.pathTo(from).receive(description);
  }

  /** Tells how a hand-over by this device came to nothing. */
  private notTaken(userId: string, reason: "declined" | "busy" | "no_answer"): void {
    if (userId === this.self().userId) this.emit("notTransferred", { reason });
  }

  /** What this device may have missed; of no use once the two sides have met. */
  private catchUp(description: Description | undefined): void {
    if (description === undefined || this.group || this.pathTo(this.peer.userId)?.hasMet === true) return;
    if (this.state === "incoming") this.offer = description;
    else void this.mediaSide.pathTo(this.peer.userId).receive(description);
  }

  private compareSelf(before: CallView, next: CallView): void {
    const self = this.self();
    const was = this.ownParty(before);
    const is = this.ownParty(next);
    if (was === undefined || is === undefined) return;
    const isElsewhere = isIn(is) && is.deviceId !== undefined && is.deviceId !== self.deviceId;
    const mayBeTaken = this.state === "active" || (this.state === "incoming" && !this.handOver && next.state === "active");
    if (isElsewhere && mayBeTaken) {
      this.settleElsewhere({ outcome: "accepted", deviceId: is.deviceId });
    } else if (this.state === "active" && was.deviceId === self.deviceId && is.instance > was.instance) {
      // The service had to begin a new session for this device: the others drop their side and wait for an offer.
      void this.mediaSide.offerTo(this.usersIn).catch((error: unknown) => this.failed(error));
    }
  }

  /** Media may flow another way from now on. */
  private comparePath(before: CallView): void {
    const { topology, epoch, interrupted } = this;
    if (before.epoch === epoch && before.topology === topology && (before.interrupted ?? false) === interrupted) return;
    this.cutOff.clear();
    this.mediaSide.moved(before.topology, this.usersBefore);
    this.emit("topology", { topology, epoch, interrupted });
  }

  private reached(userId: string, active: boolean): void {
    if (active) this.cutOff.delete(userId);
    else this.cutOff.add(userId);
    this.emit("connectivity", { userId, active });
    if (userId !== this.self().userId) this.emit("peerConnection", this.peerOf(userId));
  }

  private settleElsewhere({ outcome, deviceId }: HandledElsewhere): void {
    this.mediaSide.close();
    this.handled = { outcome, deviceId };
    this.moveTo("elsewhere");
    this.emit("handledElsewhere", this.handled);
  }

  /** Ends at once for this device; the service hears of it as soon as it can be reached. */
  protected finishHere(reason: EndReason): void {
    const { startedAt } = this.view;
    const durationMs = startedAt === undefined ? 0 : Math.max(0, this.env.now() - startedAt);
    this.isLeaving = true;
    this.finish({ reason, by: this.self().userId, durationMs });
  }

  protected moveTo(state: CallState): void {
    if (this.state === state) return;
    this.state = state;
    if (state === "active") this.mediaSide.announce();
    this.emit("state", this.asCall);
    this.env.changed();
  }

  protected failed(error: unknown): void {
    if (!this.isOver) this.emit("error", CarillonError.from(error, "internal"));
  }
}

function device({ userId, deviceId }: DeviceRef): DeviceRef {
  return { userId, deviceId };
}

function isView(reply: CallView | Record<string, never>): reply is CallView {
  return "callId" in reply;
}
