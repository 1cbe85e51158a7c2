// @ts-check
import { audioContext } from "./bells.js";

/**
 * Lets an element's `--level` (0 to 1) follow how loud a stream is.
 *
 * @param {MediaStream} stream with an audio track
 * @param {HTMLElement} target
 * @returns {() => void} stops it
 */
export function followVoice(stream, target) {
  const context = audioContext();
  const source = context.createMediaStreamSource(stream);
  const analyser = new AnalyserNode(context, { fftSize: 512, smoothingTimeConstant: 0.5 });
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let frame = requestAnimationFrame(function measure() {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    // -50 dB is silence, -10 dB loud speech.
    const level = Math.min(1, Math.max(0, (10 * Math.log10(power + 1e-9) + 50) / 40));
    target.style.setProperty("--level", level.toFixed(2));
    frame = requestAnimationFrame(measure);
  });
  return () => {
    cancelAnimationFrame(frame);
    source.disconnect();
    target.style.removeProperty("--level");
  };
}
