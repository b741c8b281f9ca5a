import { useSyncExternalStore } from 'react';
import { session } from './api';
import type { SessionState } from './session';

const subscribe = (listener: () => void) => session.subscribe(listener);
const state = () => session.state();

export function useSessionState(): SessionState {
  return useSyncExternalStore(subscribe, state);
}
