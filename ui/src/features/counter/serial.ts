/**
 * A scanner at a serial port: the core reads the card, the page hears of it.
 *
 * Purpose: one question after the other for as long as the counter is shown; what was heard fills
 * like any other scan. May use: DeskApi. Must never: see a payload, or ask again in a hurry after a
 * refusal.
 */
import type { CardScan, DeskApi, MachineLines } from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';

export interface SerialOptions {
  oncard: (card: CardScan) => void;
  onlines: (lines: MachineLines) => void;
  onreceipt: (token: string) => void;
  /** The scan was no card, or the scanner is not there. */
  onrefused: (refused: DeskError) => void;
  onunplugged: () => void;
  /** Waits so many milliseconds; a test does not. */
  wait?: (millis: number) => Promise<void>;
}

/** Between two tries at a port that is not there, or a desk that is covered. */
const AGAIN = 3_000;

const pause = (millis: number) => new Promise<void>((done) => setTimeout(done, millis));

/** Listens until the returned function is called, or the core says that no such scanner is set. */
export function listenToSerial(
  desk: Pick<DeskApi, 'nextScan'>,
  { oncard, onlines, onreceipt, onrefused, onunplugged, wait = pause }: SerialOptions,
): () => void {
  let stopped = false;
  let told = false;
  const once = async (): Promise<boolean> => {
    const heard = await desk.nextScan();
    if (stopped || heard.kind === 'off') {
      return false;
    }
    if (heard.kind === 'card') {
      oncard(heard.scan);
    } else if (heard.kind === 'lines') {
      onlines(heard.lines);
    } else if (heard.kind === 'receipt') {
      onreceipt(heard.token);
    } else if (heard.kind === 'unplugged') {
      if (!told) {
        onunplugged();
      }
      told = true;
      await wait(AGAIN);
      return true;
    }
    told = false;
    return true;
  };
  const listen = async (): Promise<void> => {
    for (let going = true; going && !stopped;) {
      try {
        going = await once();
      } catch (cause) {
        const refused = toDeskError(cause);
        going = refused.code !== 'session.ended';
        if (/^(scan|lines)\./.test(refused.code)) {
          onrefused(refused);
        } else {
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
