// @ts-check
import { audioContext } from "./bells.js";

/**
 * Tells how loud a stream is, frame by frame.
 *
 * @param {MediaStream} stream with an audio track
 * @param {(level: number) => void} heard 0 is silence, 1 loud speech
 * @returns {() => void} stops it
 */
export function followVoice(stream, heard) {
  const context = audioContext();
  const source = context.createMediaStreamSource(stream);
  const analyser = new AnalyserNode(context, { fftSize: 512, smoothingTimeConstant: 0.5 });
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let frame = requestAnimationFrame(function measure() {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    // -50 dB is silence, -10 dB loud speech.
    heard(Math.min(1, Math.max(0, (10 * Math.log10(power + 1e-9) + 50) / 40)));
    frame = requestAnimationFrame(measure);
  });
  return () => {
    cancelAnimationFrame(frame);
    source.disconnect();
    heard(0);
  };
}
