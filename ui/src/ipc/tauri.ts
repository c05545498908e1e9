/**
 * The real core behind `DeskApi`: Tauri commands with generated types.
 *
 * Purpose: the only place that calls the shell. May use: `@tauri-apps/api`. Must never: hold a
 * passphrase longer than one call, or retry a command by itself.
 */
import { invoke } from '@tauri-apps/api/core';
import { commands, type Refused, type SessionView } from './bindings.gen';
import type { DeskApi } from './desk-api';
import { toDeskError } from './errors';

type Answer<T> = { status: 'ok'; data: T } | { status: 'error'; error: Refused };

async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (cause) {
    throw toDeskError(cause);
  }
  if (answer.status === 'error') {
    throw toDeskError(answer.error);
  }
  return answer.data;
}

/**
 * Name, newline, passphrase: one raw body, so that no secret passes through JSON text. A sign-in
 * name holds no newline; the core splits at the first one.
 */
export function credentials(name: string, passphrase: Uint8Array): Uint8Array {
  const head = new TextEncoder().encode(`${name.replaceAll('\n', ' ')}\n`);
  const body = new Uint8Array(head.length + passphrase.length);
  body.set(head);
  body.set(passphrase, head.length);
  return body;
}

export function tauriDesk(): DeskApi {
  return {
    deskState: () => unwrap(commands.deskState()),
    signIn: async (name, passphrase) => {
      const body = credentials(name, passphrase);
      try {
        return await invoke<SessionView>('sign_in', body);
      } catch (cause) {
        throw toDeskError(cause);
      } finally {
        body.fill(0);
        passphrase.fill(0);
      }
    },
    todaysQueue: () => unwrap(commands.todaysQueue()),
  };
}
