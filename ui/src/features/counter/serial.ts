/**
 * A scanner at a serial port: the core reads the card, the page hears of it.
 *
 * Purpose: one question after the other for as long as somebody works; what was heard goes where any
 * other scan does. May use: DeskApi. Must never: see what stands on a card, or ask again in a hurry
 * after a refusal.
 */
import type { DeskApi } from '../../ipc/desk-api';
import { toDeskError } from '../../ipc/errors';
import type { ReadScan } from '../../ipc/scans.svelte';

export interface SerialOptions {
  /** A code about nobody, as it came: the test card, a receipt. */
  onletters: (payload: string) => void;
  /** A card that the core read, or why it was none. */
  onread: (scan: ReadScan) => void;
  /** The scanner is not there; it is there, or none is set. */
  ongone: (gone: boolean) => void;
  /** Waits so many milliseconds; a test does not. */
  wait?: (millis: number) => Promise<void>;
}

/** Between two tries at a port that is not there or not set yet, or a desk that is covered. */
const AGAIN = 3_000;

const pause = (millis: number) => new Promise<void>((done) => setTimeout(done, millis));

/** Listens until the returned function is called, or nobody is signed in. */
export function listenToSerial(
  desk: Pick<DeskApi, 'nextScan'>,
  { onletters, onread, ongone, wait = pause }: SerialOptions,
): () => void {
  let stopped = false;
  const gone = () => stopped;
  const once = async (): Promise<void> => {
    const heard = await desk.nextScan();
    if (gone()) {
      return;
    }
    ongone(heard.kind === 'unplugged');
    switch (heard.kind) {
      case 'card':
      case 'lines':
        onread(heard);
        break;
      case 'receipt':
        onletters(heard.token);
        break;
      case 'test':
        onletters(heard.payload);
        break;
      case 'off':
      case 'unplugged':
        // It may be set, or plugged in, while she works.
        await wait(AGAIN);
        break;
      case 'nothing':
        break;
    }
  };
  const listen = async (): Promise<void> => {
    while (!gone()) {
      try {
        await once();
      } catch (cause) {
        const refused = toDeskError(cause);
        if (refused.code === 'session.ended' || gone()) {
          return;
        }
        // One whose cards this officer may not read was scanned all the same: it is told.
        const scanned = /^(scan|lines)\./.test(refused.code);
        if (scanned || refused.code === 'session.not_allowed') {
          onread({ kind: 'refused', refused });
        }
        if (!scanned) {
          await wait(AGAIN);
        }
      }
    }
  };
  void listen();
  return () => {
    stopped = true;
  };
}
