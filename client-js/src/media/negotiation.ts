import type { Description } from "../protocol.js";
import { CandidateBatch } from "./candidate-batch.js";
import { matchesGeneration } from "./sdp.js";

/** Where descriptions and candidates for the other party go. */
export interface Signaling {
  description(description: Description): void;
  candidates(candidates: RTCIceCandidateInit[], end: boolean): void;
}

/**
 * Perfect negotiation (W3C WebRTC, section 10.7) over one peer connection: either side may offer at any time, and
 * when both do, the polite one takes its offer back.
 *
 * The first offer or answer can be had as a value, to travel with `call.invite` or `call.accept`; all later ones go
 * through {@link Signaling} once {@link start} was called.
 */
export class Negotiation {
  private readonly outgoing: CandidateBatch;
  /** Candidates that came before any description. */
  private readonly early: RTCIceCandidateInit[] = [];
  private makingOffer = false;
  private started = false;
  private needed = false;

  constructor(
    private readonly pc: RTCPeerConnection,
    private readonly isPolite: () => boolean,
    private readonly signaling: Signaling,
    private readonly failed: (error: unknown) => void,
  ) {
    this.outgoing = new CandidateBatch((candidates, end) => signaling.candidates(candidates, end));
    pc.onicecandidate = ({ candidate }) => {
      // An empty candidate ends one transport's gathering; null ends it all.
      if (candidate === null) this.outgoing.end();
      else if (candidate.candidate !== "") this.outgoing.add(candidate.toJSON());
    };
    pc.onnegotiationneeded = () => void this.negotiate();
  }

  /** Makes the first offer and sets it locally. */
  async offer(): Promise<Description> {
    this.makingOffer = true;
    try {
      return await this.setLocal();
    } finally {
      this.makingOffer = false;
      this.needed = false;
    }
  }

  /** Takes the other party's first offer; `prepare` adds own tracks to the transceivers that it made. */
  async answer(offer: Description, prepare: () => Promise<void>): Promise<Description> {
    await this.pc.setRemoteDescription(offer);
    await prepare();
    const answer = await this.setLocal();
    this.needed = false;
    return answer;
  }

  /** The first description is under way: what comes after it may follow. */
  start(): void {
    if (this.started) return;
    this.started = true;
    this.outgoing.release();
    if (this.needed && this.pc.signalingState === "stable") void this.negotiate();
  }

  async receive(description: Description): Promise<void> {
    if (description.type === "answer" && this.pc.signalingState !== "have-local-offer") return;
    const collision = description.type === "offer" && (this.makingOffer || this.pc.signalingState !== "stable");
    if (collision && !this.isPolite()) return;
    await this.pc.setRemoteDescription(description);
    if (description.type === "offer") this.send(await this.setLocal());
    for (const candidate of this.early.splice(0)) await this.addCandidate(candidate);
  }

  async receiveCandidates(candidates: readonly RTCIceCandidateInit[]): Promise<void> {
    for (const candidate of candidates) await this.addCandidate(candidate);
  }

  /** Sends an offer that may have been lost once more; nothing else is outstanding on this side. */
  repeatOffer(): void {
    if (this.pc.signalingState === "have-local-offer" && this.started) this.send(current(this.pc));
  }

  close(): void {
    this.pc.onicecandidate = null;
    this.pc.onnegotiationneeded = null;
    this.outgoing.clear();
  }

  private async negotiate(): Promise<void> {
    if (!this.started) {
      this.needed = true;
      return;
    }
    this.makingOffer = true;
    try {
      this.send(await this.setLocal());
    } catch (error) {
      this.failed(error);
    } finally {
      this.makingOffer = false;
    }
  }

  private async setLocal(): Promise<Description> {
    this.outgoing.hold();
    await this.pc.setLocalDescription();
    return current(this.pc);
  }

  private send(description: Description): void {
    this.signaling.description(description);
    this.outgoing.release();
  }

  private async addCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    const remote = this.pc.remoteDescription;
    if (remote === null) {
      this.early.push(candidate);
      return;
    }
    // Of an offer that was ignored or taken back.
    if (!matchesGeneration(candidate, remote.sdp)) return;
    await this.pc.addIceCandidate(candidate);
  }
}

function current(pc: RTCPeerConnection): Description {
  const description = pc.localDescription;
  if (description === null || description.type === "pranswer") throw new Error("no local description");
  return { type: description.type, sdp: description.sdp };
}
