// @ts-check

/**
 * The partials of a minor-third bell, as ratios to its strike note, with loudness and decay in seconds:
 * hum, prime, tierce, quint, nominal, and two above. This is what makes a struck tone sound like a bell.
 */
const partials = /** @type {const} */ ([
  [0.5, 0.35, 2.6],
  [1, 0.5, 1.7],
  [1.2, 0.42, 1.3],
  [1.5, 0.2, 0.9],
  [2, 0.45, 0.8],
  [2.67, 0.16, 0.45],
  [4.1, 0.08, 0.2],
]);

/** Strike notes in hertz and when each is struck, in seconds; `every` is the length of one round. */
const melodies = {
  ringtone: {
    loudness: 0.16,
    every: 3.4,
    notes: /** @type {const} */ ([
      [659.26, 0],
      [523.25, 0.32],
      [587.33, 0.64],
      [392, 0.96],
      [392, 1.5],
      [587.33, 1.82],
      [659.26, 2.14],
      [523.25, 2.46],
    ]),
  },
  ringback: {
    loudness: 0.05,
    every: 4,
    notes: /** @type {const} */ ([
      [392, 0],
      [523.25, 0.5],
    ]),
  },
  callWaiting: {
    loudness: 0.07,
    every: 5,
    notes: /** @type {const} */ ([
      [659.26, 0],
      [783.99, 0.28],
    ]),
  },
};

/** @typedef {keyof typeof melodies} Melody */

/** @type {AudioContext | undefined} */
let shared;

/** The page's audio context; it is silent until the user has touched the page. */
export function audioContext() {
  if (!shared) {
    const context = new AudioContext();
    shared = context;
    const wake = () => void context.resume();
    addEventListener("pointerdown", wake);
    addEventListener("keydown", wake);
  }
  return shared;
}

/**
 * Plays a melody round after round.
 *
 * @param {Melody} melody
 * @returns {() => void} stops it
 */
export function ring(melody) {
  const context = audioContext();
  const { loudness, every, notes } = melodies[melody];
  const out = new GainNode(context, { gain: loudness });
  out.connect(context.destination);
  let next = context.currentTime + 0.05;
  const round = () => {
    // While the context sleeps its clock stands still: a round is written once and heard when it wakes.
    if (next - context.currentTime > every) return;
    for (const [hertz, at] of notes) strike(context, out, hertz, next + at);
    next += every;
  };
  round();
  const timer = setInterval(round, 500);
  return () => {
    clearInterval(timer);
    out.gain.setTargetAtTime(0, context.currentTime, 0.06);
    setTimeout(() => out.disconnect(), 400);
  };
}

/**
 * @param {AudioContext} context
 * @param {AudioNode} out
 * @param {number} hertz
 * @param {number} at
 */
function strike(context, out, hertz, at) {
  for (const [ratio, loudness, decay] of partials) {
    const tone = new OscillatorNode(context, { frequency: hertz * ratio });
    const envelope = new GainNode(context, { gain: 0 });
    envelope.gain.setValueAtTime(0, at);
    envelope.gain.linearRampToValueAtTime(loudness, at + 0.004);
    envelope.gain.exponentialRampToValueAtTime(0.0001, at + decay);
    tone.connect(envelope).connect(out);
    tone.start(at);
    tone.stop(at + decay);
  }
}
