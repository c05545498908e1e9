import { readFileSync } from 'node:fs';
import { mockIPC, clearMocks } from '@tauri-apps/api/mocks';
import { afterEach, describe, expect, it } from 'vitest';
import { tauriDesk } from './tauri';

const bytes = (text: string) => new TextEncoder().encode(text);

afterEach(clearMocks);

describe('the bridge to the core', () => {
  it('sends name and passphrase as raw bytes and wipes both afterwards', async () => {
    let sent = '';
    let body: unknown;
    mockIPC((command, payload) => {
      expect(command).toBe('sign_in');
      expect(payload).toBeInstanceOf(Uint8Array);
      body = payload;
      sent = new TextDecoder().decode(payload as Uint8Array);
      return { name: 'mai.le', display_name: 'Lê Thu Mai', role: 'reception', must_change: false };
    });
    const passphrase = bytes('mưa test nắng');
    const session = await tauriDesk().signIn('mai.le', passphrase);
    expect(session.display_name).toBe('Lê Thu Mai');
    expect(sent).toBe('mai.le\nmưa test nắng');
    expect([...passphrase].every((byte) => byte === 0)).toBe(true);
    expect([...(body as Uint8Array)].every((byte) => byte === 0)).toBe(true);
  });

  it('wipes the passphrase of a refused sign-in too and keeps the code', async () => {
    mockIPC(() => {
      // A refusal of the core is a plain object, never an Error.
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- as above
      throw { code: 'field.missing', field: 'name' };
    });
    const passphrase = bytes('test');
    await expect(tauriDesk().signIn('', passphrase)).rejects.toMatchObject({
      code: 'field.missing',
      field: 'name',
    });
    expect([...passphrase]).toEqual([0, 0, 0, 0]);
  });

  it('turns a refused read into a DeskError', async () => {
    mockIPC(() => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- as above
      throw { code: 'request.malformed' };
    });
    await expect(tauriDesk().todaysQueue()).rejects.toMatchObject({ code: 'request.malformed' });
  });

  it('says that the core is out of reach when the bridge itself fails', async () => {
    mockIPC(() => {
      throw new Error('no such command');
    });
    await expect(tauriDesk().deskState()).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('lets no newline of the name reach into the passphrase', async () => {
    let sent = '';
    mockIPC((_command, payload) => {
      sent = new TextDecoder().decode(payload as Uint8Array);
      return null;
    });
    await tauriDesk().signIn('a\nb', bytes('c'));
    expect(sent).toBe('a b\nc');
  });

  it('calls every command by a name the core has', async () => {
    const names = readFileSync('../src-tauri/src/command_names.rs', 'utf8');
    const known = new Set([...names.matchAll(/"([a-z_]+)"/g)].map(([, name]) => name));
    const called: string[] = [];
    mockIPC((command) => {
      called.push(command);
      return null;
    });
    const desk = tauriDesk();
    const { found, ...others } = desk;
    await found([bytes('a'), bytes('b')]);
    for (const method of Object.values(others) as ((...given: unknown[]) => Promise<unknown>)[]) {
      await method(bytes('a'), bytes('b'), bytes('c'), bytes('d'), bytes('e'));
    }
    expect(called.length).toBeGreaterThan(50);
    expect(called.filter((name) => !known.has(name))).toEqual([]);
  });
});
