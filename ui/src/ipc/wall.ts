/**
 * What the wall screen may ask: numbers, and nothing else of the desk.
 *
 * Purpose: the wall's page is built without the client of the whole desk, so that there is nothing
 * in it a passer-by could reach. May use: `@tauri-apps/api`. Must never: know another command.
 */
import { invoke } from '@tauri-apps/api/core';
import type { WallView } from './contract';

export const wallDesk = {
  wall: () => invoke<WallView>('wall'),
};
