/** Runs in the page, before its own scripts: the user chooses a screen that shows a colour, and does so at once. */
export function shareColouredScreen(): void {
  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = document.createElement("canvas");
    canvas.width = 320;
    canvas.height = 180;
    const paint = canvas.getContext("2d") as CanvasRenderingContext2D;
    const draw = (): void => {
      // A captured canvas sends a frame only when it is drawn on.
      paint.fillStyle = `hsl(${Date.now() / 50} 70% 50%)`;
      paint.fillRect(0, 0, canvas.width, canvas.height);
      requestAnimationFrame(draw);
    };
    draw();
    return canvas.captureStream(8);
  };
}
