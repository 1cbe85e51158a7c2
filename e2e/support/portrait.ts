/** Who is drawn where a camera would look; colours as CSS has them. */
export interface Portrait {
  readonly wall: readonly [string, string];
  readonly skin: string;
  readonly hair: string;
  readonly longHair: boolean;
  readonly glasses: boolean;
  readonly shirt: string;
}

/**
 * Runs in the page, before its own scripts: the camera shows a drawn person instead of the test picture of
 * the browser's fake camera.
 */
export function showPortrait(look: Portrait): void {
  const width = 1280;
  const height = 720;
  const openDevices = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);

  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = await openDevices({ audio: constraints?.audio ?? false, video: false });
    if (constraints?.video)
      draw()
        .getVideoTracks()
        .forEach((track) => stream.addTrack(track));
    return stream;
  };

  function draw(): MediaStream {
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const paint = canvas.getContext("2d") as CanvasRenderingContext2D;
    const frame = (): void => {
      room(paint);
      // A captured canvas sends a frame only when it is drawn on: the person breathes.
      paint.setTransform(0.8, 0, 0, 0.8, 128, 130);
      person(paint, Math.sin(performance.now() / 900) * 3);
      paint.resetTransform();
      requestAnimationFrame(frame);
    };
    frame();
    return canvas.captureStream(15);
  }

  function room(paint: CanvasRenderingContext2D): void {
    const wall = paint.createLinearGradient(0, 0, width, height);
    wall.addColorStop(0, look.wall[0]);
    wall.addColorStop(1, look.wall[1]);
    paint.fillStyle = wall;
    paint.fillRect(0, 0, width, height);
    fill(paint, "rgb(255 255 255 / 0.16)", () => paint.roundRect(130, 90, 250, 330, 14));
    fill(paint, "rgb(255 255 255 / 0.1)", () => paint.roundRect(150, 110, 210, 290, 8));
    fill(paint, "rgb(0 0 0 / 0.16)", () => paint.rect(900, 470, 300, 12));
    fill(paint, "rgb(255 255 255 / 0.3)", () => paint.roundRect(1050, 400, 80, 70, 8));
    for (const [x, y, tilt] of [
      [1050, 330, -0.5],
      [1090, 300, 0],
      [1130, 330, 0.5],
    ] as const) {
      fill(paint, "rgb(38 92 70 / 0.75)", () => paint.ellipse(x, y + 40, 22, 70, tilt, 0, 2 * Math.PI));
    }
    for (const [x, tall, colour] of [
      [915, 96, "#b4563c"],
      [943, 82, "#e0b25e"],
      [971, 104, "#35607a"],
    ] as const) {
      fill(paint, colour, () => paint.roundRect(x, 470 - tall, 24, tall, 3));
    }
  }

  function person(paint: CanvasRenderingContext2D, sway: number): void {
    const x = 640;
    const y = 330 + sway;
    if (look.longHair) fill(paint, look.hair, () => paint.roundRect(x - 165, y - 170, 330, 430, [165, 165, 70, 70]));
    fill(paint, look.shirt, () => paint.roundRect(x - 330, y + 235, 660, 500, [230, 230, 0, 0]));
    fill(paint, shade(look.skin), () => paint.roundRect(x - 62, y + 90, 124, 190, 62));
    fill(paint, look.skin, () => paint.roundRect(x - 128, y - 150, 256, 318, 128));
    for (const side of [-1, 1]) {
      fill(paint, look.skin, () => paint.ellipse(x + side * 130, y + 20, 22, 34, 0, 0, 2 * Math.PI));
      fill(paint, "#2b211d", () => paint.ellipse(x + side * 52, y + 8, 10, 12, 0, 0, 2 * Math.PI));
      fill(paint, look.hair, () => paint.roundRect(x + side * 52 - 30, y - 34, 60, 10, 5));
      if (look.glasses) stroke(paint, "#2a3340", 7, () => paint.roundRect(x + side * 54 - 44, y - 24, 88, 66, 26));
    }
    if (look.glasses) stroke(paint, "#2a3340", 7, () => paint.arc(x, y + 2, 14, 1.15 * Math.PI, 1.85 * Math.PI));
    stroke(paint, shade(look.skin), 8, () => paint.arc(x, y + 46, 16, 0.15 * Math.PI, 0.85 * Math.PI));
    fill(paint, "#ffffff", () => {
      paint.arc(x, y + 82, 46, 0.08 * Math.PI, 0.92 * Math.PI);
      paint.closePath();
    });
    fill(paint, look.hair, () => {
      paint.moveTo(x - 150, y + (look.longHair ? 60 : -10));
      paint.bezierCurveTo(x - 175, y - 190, x - 90, y - 225, x + 5, y - 222);
      paint.bezierCurveTo(x + 120, y - 220, x + 172, y - 170, x + 150, y + (look.longHair ? 60 : -10));
      paint.bezierCurveTo(x + 140, y - 60, x + 120, y - 100, x + 60, y - 112);
      paint.bezierCurveTo(x - 20, y - 96, x - 125, y - 110, x - 150, y + (look.longHair ? 60 : -10));
    });
  }

  function fill(paint: CanvasRenderingContext2D, colour: string, shape: () => void): void {
    paint.beginPath();
    shape();
    paint.fillStyle = colour;
    paint.fill();
  }

  function stroke(paint: CanvasRenderingContext2D, colour: string, lineWidth: number, shape: () => void): void {
    paint.beginPath();
    shape();
    paint.strokeStyle = colour;
    paint.lineWidth = lineWidth;
    paint.lineCap = "round";
    paint.stroke();
  }

  function shade(colour: string): string {
    return `color-mix(in srgb, ${colour}, black 14%)`;
  }
}
