import { useLocalStorage } from '@mantine/hooks';

let context: AudioContext | undefined;

/** Two short notes, made on the spot: no file to load. Silent until the page was touched once, as browsers demand. */
export function chime() {
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume();
  const start = context.currentTime;
  for (const [at, pitch] of [
    [0, 880],
    [0.16, 1174.7],
  ] as const) {
    const tone = context.createOscillator();
    const gain = context.createGain();
    tone.type = 'sine';
    tone.frequency.value = pitch;
    gain.gain.setValueAtTime(0, start + at);
    gain.gain.linearRampToValueAtTime(0.25, start + at + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, start + at + 0.4);
    tone.connect(gain).connect(context.destination);
    tone.start(start + at);
    tone.stop(start + at + 0.45);
  }
}

const key = 'dokon.chime';

/** Whether a new order is heard; kept in this browser. Switching it on plays it, which also wakes the audio. */
export function useChime() {
  const [isOn, setOn] = useLocalStorage({ key, defaultValue: true, getInitialValueInEffect: false });
  return {
    isOn,
    toggle() {
      if (!isOn) chime();
      setOn(!isOn);
    },
  };
}
