/**
 * Calls whose body is raw bytes: parts with a newline between, so that no secret passes through
 * JSON text.
 *
 * Purpose: the one way a secret crosses to the core; and `core`, which turns a refusal of any call
 * into a DeskError. May use: `@tauri-apps/api`.
 * Must never: leave a secret, or the body made of it, with anything but zeros in it.
 */
import { invoke } from '@tauri-apps/api/core';
import type { Refused } from './bindings.gen';
import { toDeskError } from './errors';

type Told<T> = { status: 'ok'; data: T } | { status: 'error'; error: Refused };

/** A call of the generated client; a refusal is a `DeskError`. */
export async function core<T>(call: Promise<Told<T>>): Promise<T> {
  let answer: Told<T>;
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

/** The parts as one body. In a text a newline is a blank: it must not part what belongs together. */
function joined(parts: readonly (string | Uint8Array)[]): Uint8Array {
  const encoder = new TextEncoder();
  const bytes = parts.map((part) =>
    typeof part === 'string' ? encoder.encode(part.replaceAll('\n', ' ')) : part,
  );
  const length = bytes.reduce((sum, part) => sum + part.length, Math.max(bytes.length - 1, 0));
  const body = new Uint8Array(length);
  let at = 0;
  for (const [index, part] of bytes.entries()) {
    if (index > 0) {
      body[at] = 10;
      at += 1;
    }
    body.set(part, at);
    at += part.length;
  }
  return body;
}

/** A call with secrets in it: all bytes given are zero afterwards, whether it worked or not. */
export async function raw<T>(
  command: string,
  ...parts: readonly (string | Uint8Array)[]
): Promise<T> {
  const body = joined(parts);
  try {
    return await invoke<T>(command, body);
  } catch (cause) {
    throw toDeskError(cause);
  } finally {
    body.fill(0);
    for (const part of parts) {
      if (typeof part !== 'string') {
        part.fill(0);
      }
    }
  }
}
