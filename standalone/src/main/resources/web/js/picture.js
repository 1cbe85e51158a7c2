// @ts-check

/**
 * @param {MediaStream | undefined} stream
 * @returns {stream is MediaStream} whether there is something to see in it
 */
export function hasPicture(stream) {
  return stream !== undefined && stream.getVideoTracks().some((track) => track.readyState === "live");
}

/**
 * Shows a stream, or hides the picture.
 *
 * @param {HTMLVideoElement} video
 * @param {MediaStream | undefined} stream
 */
export function showPicture(video, stream) {
  if (video.srcObject !== (stream ?? null)) video.srcObject = stream ?? null;
  video.hidden = stream === undefined;
}
