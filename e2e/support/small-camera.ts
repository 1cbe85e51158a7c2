/**
 * Runs in the page, before its own scripts: cameras give a small picture, so that one machine can encode and decode those of a
 * whole group.
 */
export function useSmallCamera(): void {
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (constraints) => {
    const { audio = false, video = false } = constraints ?? {};
    const small = { width: 160, height: 120, frameRate: 8 };
    return open({ audio, video: video === false ? false : { ...(video === true ? {} : video), ...small } });
  };
}
