// The optional sound of a call for help: off until somebody switches it on, on that machine only.
const KEY = 'fieldbeat.sos-sound';

export function soundWanted(): boolean {
  try {
    return localStorage.getItem(KEY) === 'on';
  } catch {
    return false;
  }
}

export function wantSound(on: boolean) {
  try {
    localStorage.setItem(KEY, on ? 'on' : 'off');
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
}

/** Two short tones. Says nothing where the browser allows no sound. */
export function beep() {
  try {
    const context = new AudioContext();
    const gain = context.createGain();
    gain.gain.value = 0.15;
    gain.connect(context.destination);
    for (const [at, hertz] of [
      [0, 880],
      [0.25, 660],
    ] as const) {
      const tone = context.createOscillator();
      tone.frequency.value = hertz;
      tone.connect(gain);
      tone.start(context.currentTime + at);
      tone.stop(context.currentTime + at + 0.18);
    }
    setTimeout(() => void context.close(), 1_000);
  } catch {
    // The words stand there anyway.
  }
}
